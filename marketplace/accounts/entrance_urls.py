"""Pages of allauth that Cairn has its own way with; they come before allauth's, under its names."""

from django.urls import path

from marketplace.accounts import entrance_views

urlpatterns = [
    path("confirm-email/<str:key>/", entrance_views.confirm_email, name="account_confirm_email"),
    path("password/change/", entrance_views.change_password, name="account_change_password"),
    path("password/set/", entrance_views.set_password, name="account_set_password"),
]
