from django.urls import path

from marketplace.gigs.views import pictures, reading, selling, writing

app_name = "gigs"

urlpatterns = [
    path("gigs/new/", writing.new, name="new"),
    path("gigs/mine/", selling.mine, name="mine"),
    path("gigs/<int:pk>/edit/<slug:step>/", writing.edit, name="edit"),
    path("gigs/<int:pk>/preview/", writing.preview, name="preview"),
    path("gigs/<int:pk>/publish/", selling.publish, name="publish"),
    path("gigs/<int:pk>/pause/", selling.pause, name="pause"),
    path("gigs/<int:pk>/resume/", selling.resume, name="resume"),
    path("gigs/<int:pk>/close/", selling.close, name="close"),
    path("gigs/<int:pk>/", reading.gig, name="gig_by_number"),
    path("gigs/<int:pk>/<slug:slug>/", reading.gig, name="gig"),
    path("pictures/<slug:key>/<int:size>/", pictures.picture, name="picture"),
]
