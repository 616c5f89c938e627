from django.urls import path

from marketplace.offers import views

app_name = "offers"

urlpatterns = [
    path("", views.offers, name="offers"),
    path("new/", views.new, name="new"),
    path("invitation/<str:sealed>/", views.invitation, name="invitation"),
    path("of-order/<int:pk>/", views.of_order, name="of_order"),
    path("<int:pk>/", views.offer, name="offer"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/counter/", views.counter, name="counter"),
    path("<int:pk>/send/", views.send, name="send"),
    path("<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/pay/", views.pay, name="pay"),
    path("<int:pk>/ask-changes/", views.ask_changes, name="ask_changes"),
    path("<int:pk>/decline/", views.decline, name="decline"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/contract/<int:number>/", views.contract, name="contract"),
]
