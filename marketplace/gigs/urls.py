from django.urls import path

from marketplace.gigs.views import browsing, looking, people, pictures, reading, saving, selling, writing

app_name = "gigs"

urlpatterns = [
    path("gigs/", browsing.browse, name="browse"),
    path("gigs/ranking/", browsing.how_ranked, name="ranking"),
    path("gigs/new/", writing.new, name="new"),
    path("gigs/mine/", selling.mine, name="mine"),
    path("gigs/<int:pk>/edit/<slug:step>/", writing.edit, name="edit"),
    path("gigs/<int:pk>/preview/", writing.preview, name="preview"),
    path("gigs/<int:pk>/publish/", selling.publish, name="publish"),
    path("gigs/<int:pk>/pause/", selling.pause, name="pause"),
    path("gigs/<int:pk>/resume/", selling.resume, name="resume"),
    path("gigs/<int:pk>/close/", selling.close, name="close"),
    path("gigs/<int:pk>/", reading.gig, name="gig_by_number"),
    path("gigs/<int:pk>/look/", looking.look, name="look"),
    path("gigs/<int:pk>/save/", saving.keep_gig, name="save"),
    path("gigs/<int:pk>/unsave/", saving.let_gig_go, name="unsave"),
    path("gigs/<int:pk>/<slug:slug>/", reading.gig, name="gig"),
    path("pictures/<slug:key>/<int:size>/", pictures.picture, name="picture"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/save/", saving.keep_person, name="save_person"),
    path("people/<int:pk>/unsave/", saving.let_person_go, name="unsave_person"),
    path("saved/", saving.saved, name="saved"),
    # The last of all: whatever else stands under gigs/ comes before it (models/category.py has the words).
    path("gigs/<slug:slug>/", browsing.browse, name="category"),
]
