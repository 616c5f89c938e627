from django.urls import path

from marketplace.offers import views
from marketplace.offers.verbs import VERBS

app_name = "offers"

urlpatterns = [
    path("offers/", views.offers, name="offers"),
    path("offers/new/", views.new, name="new"),
    path("offers/invitation/<str:sealed>/", views.invitation, name="invitation"),
    path("offers/of-order/<int:pk>/", views.of_order, name="of_order"),
    path("orders/<int:pk>/again/", views.again, name="again"),
    path("offers/<int:pk>/", views.offer, name="offer"),
    path("offers/<int:pk>/edit/", views.edit, name="edit"),
    path("offers/<int:pk>/edit/<slug:step>/", views.step, name="step"),
    path("offers/<int:pk>/draft.pdf", views.draft_paper, name="draft_paper"),
    path("offers/<int:pk>/contract/<int:number>/", views.contract, name="contract"),
    path("offers/<int:pk>/contract/<int:number>.pdf", views.paper, name="paper"),
    path("offers/<int:pk>/agreed/", views.agreed, name="agreed"),
    path("offers/<int:pk>/addendum/<int:number>.pdf", views.addendum, name="addendum"),
    path("subscriptions/", views.subscriptions, name="subscriptions"),
    path("subscriptions/<int:pk>/", views.subscription, name="subscription"),
    path("subscriptions/<int:pk>/cancel/", views.cancel_subscription, name="cancel_subscription"),
    path("verify/", views.verify, name="verify"),
    path("gigs/<int:pk>/order/", views.choose, name="choose"),
    path("gigs/<int:pk>/order/<slug:package>/", views.order, name="order"),
    # What is done to it: see marketplace/offers/verbs.py
    *(path(verb.address, views.view_of(verb), name=verb.name) for verb in VERBS.values()),
]
