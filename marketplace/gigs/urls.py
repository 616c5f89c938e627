from django.urls import path

from marketplace.gigs.views import pictures, reading

app_name = "gigs"

urlpatterns = [
    path("gigs/<int:pk>/", reading.gig, name="gig_by_number"),
    path("gigs/<int:pk>/<slug:slug>/", reading.gig, name="gig"),
    path("pictures/<slug:key>/<int:size>/", pictures.picture, name="picture"),
]
