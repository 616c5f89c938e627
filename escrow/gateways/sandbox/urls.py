from django.urls import path

from escrow.gateways.sandbox import views

app_name = "sandbox"

urlpatterns = [
    path("sandbox/bank/<slug:reference>/", views.bank, name="bank"),
    path("sandbox/bank/<slug:reference>/<slug:name>/", views.happen, name="happen"),
]
