from django.urls import path

from marketplace.helpdesk import views

app_name = "helpdesk"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.ticket, name="ticket"),
    path("<int:pk>/close/", views.close, name="close"),
]
