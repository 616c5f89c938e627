from django.urls import path

from escrow import views

app_name = "escrow"

urlpatterns = [
    path("wallet/sources/", views.sources, name="sources"),
    path("wallet/sources/add/", views.add_source, name="add_source"),
    path("wallet/sources/added/", views.source_added, name="source_added"),
    path("wallet/sources/<int:pk>/default/", views.make_default, name="make_default"),
    path("wallet/sources/<int:pk>/remove/", views.remove_source, name="remove_source"),
    path("payments/", views.payment_list, name="payments"),
    path("payments.csv", views.payment_list_csv, name="payments_csv"),
    path("payments/<int:pk>/", views.payment, name="payment"),
    path("payments/<int:pk>/cancel/", views.cancel, name="cancel_payment"),
    path("gateways/<slug:name>/webhook/", views.webhook, name="webhook"),
]
