from django.urls import path

from marketplace.accounts import views

app_name = "accounts"

urlpatterns = [
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/avatar/<str:name>", views.avatar, name="avatar"),
    path("settings/", views.settings, name="settings"),
    path("settings/security/", views.security, name="security"),
    path("settings/take-back/<str:token>/", views.take_back, name="take_back"),
]
