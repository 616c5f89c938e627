from django.urls import path

from marketplace.jobs.views import browsing, comparing, ending, inviting, projects, proposing, reading, writing

app_name = "jobs"

urlpatterns = [
    path("projects/", projects.projects, name="projects"),
    path("jobs/", browsing.browse, name="browse"),
    path("jobs/new/", writing.new, name="new"),
    path("jobs/searches/", browsing.searches, name="searches"),
    path("jobs/searches/<int:pk>/forget/", browsing.forget_search, name="forget_search"),
    path("jobs/files/<int:pk>/", writing.file, name="file"),
    path("jobs/invitation/<str:sealed>/", inviting.invitation, name="invitation"),
    path("jobs/invitations/<int:pk>/decline/", inviting.decline, name="decline_invitation"),
    path("jobs/<int:pk>/edit/", writing.edit, name="edit"),
    path("jobs/<int:pk>/close/", ending.close, name="close"),
    path("jobs/<int:pk>/reopen/", ending.reopen, name="reopen"),
    path("jobs/<int:pk>/words/", ending.word, name="word"),
    path("jobs/<int:pk>/invite/", inviting.invite, name="invite"),
    path("jobs/<int:pk>/propose/", proposing.propose, name="propose"),
    path("jobs/<int:pk>/proposals/", comparing.proposals, name="proposals"),
    path("jobs/<int:pk>/save/", browsing.keep, name="save"),
    path("jobs/<int:pk>/unsave/", browsing.let_go, name="unsave"),
    path("jobs/<int:pk>/", reading.post, name="post_by_number"),
    path("jobs/<int:pk>/<slug:slug>/", reading.post, name="post"),
    path("proposals/<int:pk>/", proposing.proposal, name="proposal"),
    path("proposals/<int:pk>/revise/", proposing.revise, name="revise"),
    path("proposals/<int:pk>/shortlist/", comparing.shortlist, name="shortlist"),
    path("proposals/<int:pk>/archive/", comparing.archive, name="archive"),
    path("proposals/<int:pk>/unmark/", comparing.unmark, name="unmark"),
    path("proposals/<int:pk>/note/", comparing.note, name="note"),
    path("proposals/<int:pk>/decline/", comparing.decline, name="decline"),
    path("proposals/<int:pk>/take-terms/", comparing.take_terms, name="take_terms"),
]
