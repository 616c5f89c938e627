"""Pages of allauth that Cairn has its own way with; they come before allauth's, under its names."""

from django.urls import path

from marketplace.accounts import allauth_views

urlpatterns = [
    path("confirm-email/<str:key>/", allauth_views.confirm_email, name="account_confirm_email"),
    path("password/change/", allauth_views.change_password, name="account_change_password"),
    path("password/set/", allauth_views.set_password, name="account_set_password"),
]
