from django.urls import path

from marketplace.policies import views

app_name = "policies"

urlpatterns = [
    path("", views.policies, name="policies"),
    path("<slug:key>/<int:version>/", views.policy, name="policy"),
]
