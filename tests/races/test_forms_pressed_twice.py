"""Forms that write a row of one's own: pressed twice at once, both get an answer and there is one row."""

import threading

from django.test import Client

from marketplace.notifications.forms import PreferenceForm
from marketplace.notifications.models import Preference


def test_the_first_wishes_about_mail(together, monkeypatch, ada):
    barrier, init = threading.Barrier(2), PreferenceForm.__init__

    def init_together(self, *args, **kwargs):
        """Both have looked for the row before either writes it, but for a lock."""
        try:
            barrier.wait(0.5)
        except threading.BrokenBarrierError:
            barrier.reset()
        init(self, *args, **kwargs)

    monkeypatch.setattr(PreferenceForm, "__init__", init_together)
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(ada)

    answers = together(*[lambda one=one: one.post("/settings/notifications/", {"money": "on"}) for one in clients])

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Preference.objects.get().user == ada
