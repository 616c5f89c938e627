"""Pictures of gigs in a store of objects: what is slow, refused or cut off in the middle is done again, and once.

The storage is the one that a site with S3_BUCKET has, and the store a small one on loopback (tests.gigs.object_store).
"""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from botocore.config import Config

from marketplace import orphans
from marketplace.errors import Refused
from marketplace.gigs import actions
from marketplace.gigs.gallery import making
from marketplace.gigs.models import Picture
from marketplace.storage import NOT_KEPT
from tests.gigs.object_store import BUCKET, ObjectStore
from tests.gigs.test_pictures import again, drawn, later, made, named, run, say, upload
from tests.gigs.workshop import draft, said_by
from tests.infra.servers import ROOT, database_url

PATIENCE = 0.3  # seconds that a store may be silent for; a site's is 10
# What making one picture asks of the store: the upload is read (twice: how long is it, what is it), and then for each
# of four files whether its name is free, and to keep it.
OF_ONE = 2 + 2 * 4


@pytest.fixture
def store(settings):
    with ObjectStore() as store:
        told = store.environment
        settings.STORAGES = settings.STORAGES | {
            "default": {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {
                    "bucket_name": BUCKET,
                    "endpoint_url": store.url,
                    "region_name": told["S3_REGION"],
                    "access_key": told["S3_ACCESS_KEY"],
                    "secret_key": told["S3_SECRET_KEY"],
                    "client_config": Config(read_timeout=PATIENCE, retries={"total_max_attempts": 1}),
                    "default_acl": "private",
                    "file_overwrite": False,
                },
            }
        }
        yield store


@pytest.fixture
def gig(grace, store):
    return draft(grace, pictured=False)


def is_public(client, picture: Picture) -> bool:
    client.logout()
    return client.get(f"/pictures/{picture.key}/640/").status_code == 200


def swept(monkeypatch) -> None:
    """What the nightly sweep leaves."""
    monkeypatch.setattr(orphans, "GRACE", timedelta(seconds=-60))
    orphans.remove()


@pytest.mark.django_db
def test_it_is_made_as_in_a_folder_and_shown_when_its_gig_is_published(client, grace, gig, store):
    picture = made(gig)

    assert set(store.objects) == named(picture)
    assert len(named(picture)) == 4
    assert not is_public(client, picture)
    say(gig, [type(one)(one.picture, "A mark") for one in said_by(gig).pictures])
    actions.save(gig, by=grace, step="overview", values={"title": "A mark that reads at 16 pixels"})
    client.force_login(grace)
    assert client.get(f"/pictures/{picture.key}/640/").getvalue()[:4] == b"RIFF"


@pytest.mark.django_db
def test_a_store_that_is_slow_refuses_an_upload_in_words_and_leaves_nothing(gig, store):
    store.pause = 3 * PATIENCE

    with pytest.raises(Refused, match=NOT_KEPT[:40]) as refused:
        upload(gig)

    assert refused.value.field == "file"
    assert (gig.pictures.count(), said_by(gig).pictures) == (0, [])


@pytest.mark.django_db
def test_a_store_that_is_slow_is_asked_again_as_often_as_it_takes(client, gig, store):
    [picture] = upload(gig)
    for _ in range(making.MOST_TRIES + 1):
        store.pause = 3 * PATIENCE
        assert run() == 0
        store.be_well()
        assert (again(picture).is_ready, is_public(client, picture)) == (False, False)
        later(picture)

    assert run() == 1
    assert again(picture).is_ready


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(1, OF_ONE + 1))
def test_whichever_request_is_refused_nothing_is_doubled(client, gig, store, monkeypatch, number):
    """From its number on the store refuses everything: what was stored by then goes with the nightly sweep."""
    [picture] = upload(gig)
    store.be_well()
    store.fails_from = number

    assert run() == 0
    assert len(store.requests) >= number, "it was not refused: OF_ONE is too many"
    assert (again(picture).is_ready, is_public(client, picture)) == (False, False)
    store.be_well()
    later(picture)
    assert run() == 1

    swept(monkeypatch)
    picture = Picture.objects.get()
    assert (picture.is_ready, picture.original.name, picture.problem) == (True, "", "")
    assert set(store.objects) == named(picture)


@pytest.mark.django_db
def test_what_the_store_has_lost_is_said_to_be(gig, store):
    [picture] = upload(gig)
    store.objects.clear()

    run()

    assert again(picture).problem == making.LOST


# A worker of its own, killed

WORKER = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from marketplace.gigs.gallery import making
print(making.make_due())
"""


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at", [1, 4])
def test_a_worker_that_is_killed_in_the_middle_is_followed_by_another(client, gig, store, monkeypatch, at):
    """kill -9 while the store has a file in its hands, the first or the last one."""
    [picture] = upload(gig, drawn())
    store.be_well()
    store.hold_at = at
    env = os.environ | store.environment | {"DATABASE_URL": database_url()}
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=env, cwd=ROOT)
    try:
        assert store.held.wait(30)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    assert run() == 0, "it may be at it still"
    assert (again(picture).is_ready, is_public(client, picture)) == (False, False)
    store.let_go.set()
    later(picture)
    store.be_well()
    assert run() == 1
    assert run() == 0

    swept(monkeypatch)
    picture = Picture.objects.get()
    assert picture.is_ready
    assert (store.uploads, set(store.objects)) == (4, named(picture))
