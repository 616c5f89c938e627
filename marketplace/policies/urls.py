"""Rulebooks: part of the namespace "milestones"."""

from django.urls import path

from marketplace.policies import views

urlpatterns = [
    path("", views.policies, name="policies"),
    path("<slug:key>/<int:version>/", views.policy, name="policy"),
]
