from django.urls import path

from marketplace.reviews.views import reading, reporting, writing

app_name = "reviews"

urlpatterns = [
    path("orders/<int:pk>/review/", writing.order, name="order"),
    path("reviews/<int:pk>/reply/", writing.reply, name="reply"),
    path("reviews/<int:pk>/report/", reporting.report, name="report"),
    path("people/<int:pk>/reviews/", reading.of_person, name="of_person"),
    path("gigs/<int:pk>/reviews/", reading.of_gig, name="of_gig"),
]
