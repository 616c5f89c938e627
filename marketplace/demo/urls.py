"""The demo's addresses. Each view is wrapped here, once, so that none can forget to ask."""

from functools import wraps

from django.conf import settings
from django.http import Http404
from django.urls import path

from marketplace.demo import views

app_name = "demo"


def only_in_demo(view):
    """404 wherever this is a real site."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def demo_path(route, view, name):
    return path(route, only_in_demo(view), name=name)


urlpatterns = [
    demo_path("", views.index, "index"),
    demo_path("sign-in/", views.sign_in, "sign_in"),
    demo_path("forward/", views.forward, "forward"),
    demo_path("reset/", views.reset, "reset"),
    demo_path("mail/", views.mail, "mail"),
    demo_path("mail/<str:name>/", views.letter, "letter"),
    demo_path("mail/<str:name>/page/", views.letter_page, "letter_page"),
]
