from django.urls import path

from marketplace.inbox.views import files, keeping, offering, reading, reporting, writing

app_name = "inbox"

urlpatterns = [
    path("messages/", reading.index, name="index"),
    path("messages/<int:pk>/", reading.conversation, name="conversation"),
    path("messages/<int:pk>/since/<slug:mark>/", reading.since, name="since"),
    path("messages/<int:pk>/send/", writing.send, name="send"),
    path("messages/<int:pk>/archive/", keeping.archive, name="archive"),
    path("messages/<int:pk>/unarchive/", keeping.unarchive, name="unarchive"),
    path("messages/<int:pk>/mute/", keeping.mute, name="mute"),
    path("messages/<int:pk>/unmute/", keeping.unmute, name="unmute"),
    path("messages/<int:pk>/block/", keeping.block, name="block"),
    path("messages/<int:pk>/unblock/", keeping.unblock, name="unblock"),
    path("messages/<int:pk>/offer/", offering.offer, name="offer"),
    path("messages/files/<int:pk>/", files.file, name="file"),
    path("messages/report/<int:pk>/", reporting.report, name="report"),
    path("people/<int:pk>/write/", writing.write, name="write"),
]
