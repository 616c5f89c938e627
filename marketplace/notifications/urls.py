from django.urls import path

from marketplace.notifications import views

app_name = "notifications"

urlpatterns = [
    path("notifications/", views.index, name="index"),
    path("notifications/<int:pk>/", views.notification, name="notification"),
    path("notifications/read/", views.read, name="read"),
    path("notifications/off/<str:token>/", views.off, name="off"),
    path("settings/notifications/", views.settings, name="settings"),
]
