"""Rulebooks: part of the namespace "milestones"."""

from django.urls import path

from milestones.views import policies

urlpatterns = [
    path("policies/", policies.policies, name="policies"),
    path("policies/<slug:key>/<int:version>/", policies.policy, name="policy"),
]
