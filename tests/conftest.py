"""The cast, the clock and the workshop of all tests. Ada hires, Grace works, Mallory intrudes, Sam supports."""

import functools
import gc
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management.commands import flush
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string
from xdist.scheduler import LoadFileScheduling

from escrow.checks import check_books
from escrow.gateways.base import Limits
from escrow.gateways.sandbox.gateway import Sandbox
from escrow.models import PaymentSource
from marketplace import alarms, clock, nudges
from marketplace.accounts.models import User
from marketplace.mail.delivery import Round
from marketplace.mail.models import OutgoingMail
from marketplace.mail.sending import QUEUE
from tests import workshop
from tests.programs import pytest_runtest_setup as pytest_runtest_setup

# What takes longest begins first, so that no process is left with it at the end.
SLOW = ("system", "slow", "processes")
A_PAGE = {"client", "world", "page", "site", "demo", "transactional_db"}  # fixtures of what --fast leaves out

KEPT = {
    "policies_policy",
    "gigs_category",
    "gigs_workflowtemplate",
    "offers_contracttext",
    "django_migrations",
    "auth_permission",
    "django_content_type",
}


def pytest_addoption(parser):
    parser.addoption("--fast", action="store_true", help="the rules and the money: no page, one case of each test")
    parser.addoption("--pictures", action="store_true", help="keep those that the plays of the guides take: bin/guides")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items, config):
    """Begin with what takes longest; or leave that, and what repeats itself, out."""
    if config.getoption("--fast"):
        first = {item.nodeid.partition("[")[0]: item for item in reversed(items) if is_fast(item)}
        kept = set(first.values())
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = [item for item in items if item in kept]
    items.sort(key=lambda item: not (is_slow(item) or "/permissions/" in item.path.as_posix()))


def pytest_collection_finish():
    """What is imported by now stays: the garbage collector needs to look neither there nor as often as elsewhere."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def is_slow(item) -> bool:
    return any(item.get_closest_marker(name) for name in SLOW)


def is_fast(item) -> bool:
    return not is_slow(item) and A_PAGE.isdisjoint(item.fixturenames)


class ByFile(LoadFileScheduling):
    """A file goes to one process as a whole, and so does all that the browser plays: it needs one demo.

    The permission table is so long that its tests are shared out one by one, each with all its lines.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        if file.startswith("tests/permissions/"):
            return nodeid.partition("[")[0]
        return "browser" if file.startswith("tests/browser/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)


@pytest.fixture(autouse=True)
def books_are_right(request):
    """Whatever a test did with the database, afterwards the books must add up."""
    needed = [name for name in ("transactional_db", "db") if name in request.fixturenames]
    if needed or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")  # so that this is undone after the check
    yield
    if (needed or request.node.get_closest_marker("django_db")) and are_written():
        assert check_books() == []


def are_written() -> bool:
    """Whether there is a row in anything that the checks read: without one they have nothing to say."""
    some = " OR ".join(f"EXISTS (SELECT FROM {connection.ops.quote_name(name)})" for name in read_by_checks())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {some}")
        return cursor.fetchone()[0]


@functools.cache
def read_by_checks() -> set[str]:
    """The tables and views that stand in the SQL of the checks, which are asked in full for once."""
    asked = []
    connection.ensure_connection()

    def listen(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(listen):
        patch.setattr(connection.connection, "statements", None)
        check_books()
    there = set(connection.introspection.table_names(include_views=True))
    return there & set(re.findall(r"\w+", " ".join(asked)))


@pytest.fixture(autouse=True)
def nudges_at_once(monkeypatch):
    """A nudge is sent before the test goes on; tests/infra tries the thread that really does it."""
    monkeypatch.setattr(nudges.sender, "send", lambda call: call())
    monkeypatch.setattr(alarms.sender, "send", lambda call: call())


@pytest.fixture(scope="session", autouse=True)
def flush_by_deleting():
    """Empty tables between transactional tests although they are append-only, and keep what the migrations put in.

    Permissions and kinds of content are among what is kept, so nobody has to make them again after a flush.
    """

    def execute_sql_flush(self, sql_list):
        tables = set(self.connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
        emptied = "; ".join(f"DELETE FROM {self.quote_name(table)}" for table in tables)
        with transaction.atomic(), self.connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL session_replication_role = replica; {emptied}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", execute_sql_flush)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **kwargs: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def sign_in_at_once():
    """`force_login` writes a session in one piece, where Django makes, renames and saves it in a dozen statements."""
    original, name = Client.force_login, settings.SESSION_COOKIE_NAME

    def force_login(browser, user, backend=None):
        told = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: backend or settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        before = SessionStore(browser.cookies[name].value).load() if name in browser.cookies else {}
        if before and SESSION_KEY not in before:
            return original(browser, user, backend)  # what was kept for a stranger stays theirs
        if not told.items() <= before.items():
            if before:
                Session.objects.filter(pk=browser.cookies[name].value).delete()
            browser.cookies[name] = get_random_string(32)
            ends = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
            Session.objects.create(pk=browser.cookies[name].value, session_data=encode(told), expire_date=ends)
        user_logged_in.send(type(user), request=HttpRequest(), user=user)

    encode = SessionStore().encode
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", force_login)
        yield


@pytest.fixture(autouse=True)
def worker_is_quick(monkeypatch):
    """Mails about accounts, and invitations, are there when the page is: as if a worker sent them in between.

    Notifications are not: tests say when `dispatch` runs. A test that wants to see a mail wait undoes this.
    """

    def send():
        Round(QUEUE, list(OutgoingMail.objects.due(clock.real()))).send()

    monkeypatch.setattr("marketplace.mail.tasks.send.delay_on_commit", send)


def person(name: str, **fields) -> User:
    """Somebody who can sign in: the address is verified."""
    user = User.objects.create_user(f"{name.lower()}@example.org", "cairn-demo", display_name=name, **fields)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def ada(db):
    return person("Ada")


@pytest.fixture
def grace(db):
    return person("Grace")


@pytest.fixture
def mallory(db):
    return person("Mallory")


@pytest.fixture
def sam(db):
    """Support: staff with every permission that support has."""
    user = person("Sam", is_staff=True)
    apps = ["milestones", "policies", "deadlines", "escrow", "sandbox", "events", "accounts", "gigs", "offers"]
    apps += ["inbox", "jobs", "reviews"]
    with connection.cursor() as cursor:
        cursor.execute(GRANT, [user.pk, apps])
    return User.objects.get(pk=user.pk)


GRANT = """
INSERT INTO accounts_user_user_permissions (user_id, permission_id)
SELECT %s, permission.id FROM auth_permission permission
JOIN django_content_type kind ON kind.id = permission.content_type_id WHERE kind.app_label = ANY (%s)
"""


@pytest.fixture
def move():
    """Move Cairn's clock: `move(days=8)` adds to what was moved before."""
    ahead = timedelta(0)

    def forward(**by) -> None:
        nonlocal ahead
        ahead += timedelta(**by)

    clock.use(lambda: ahead)
    yield forward
    clock.use(lambda: timedelta(0))


def card(user: User, nature: str = "works") -> PaymentSource:
    """A saved card at the sandbox: works, declined, insufficient, confirm, slow, lost or keeps."""
    number = user.payment_sources.count()
    return PaymentSource.objects.create(
        user=user,
        gateway="sandbox",
        token=f"sandbox_{nature}_{user.pk}_{number}",
        brand="Visa",
        last4="4242",
        verified_at=clock.now(),
        is_default=number == 0,
    )


@pytest.fixture
def visa(ada):
    """Ada's card, which works."""
    return card(ada)


@pytest.fixture
def takes(monkeypatch):
    """Have the gateway take other amounts: `takes(smallest=50, step=1, largest=100_000)`, or none: `takes(None)`."""

    def take(*nothing, **amounts):
        limits = None if nothing else Limits(**amounts)
        monkeypatch.setattr(Sandbox, "limits", lambda gateway, currency: limits)

    return take


@pytest.fixture
def preset():
    """A preset by its key: `preset("steps8")`."""
    return workshop.rulebook


@pytest.fixture
def give():
    """Put money on somebody's balance: `give(ada, 100_000)`."""
    return workshop.give


@pytest.fixture
def order(ada, grace, visa):
    """Place an order: `order("steps8", 1000, 1000, 1000)`; see tests.workshop.place."""

    def place(key, *amounts, **terms):
        return workshop.place(ada, grace, key, amounts or (1000, 1000, 1000), source=visa, **terms)

    return place
