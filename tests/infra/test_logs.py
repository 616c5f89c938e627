"""What is logged, and who hears of errors."""

import json
import logging
import time

import pytest
from django.core import mail
from django.db import OperationalError

from marketplace import alarms, logs, nudges
from marketplace.views import server_error
from tests.infra.servers import Site, eventually
from tests.infra.test_settings import REAL, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    """What the log of this test says, as the JSON of LOG_FORMAT=json."""
    written = []

    class Kept(logging.Handler):
        def emit(self, record):
            written.append(json.loads(self.format(record)))

    handler = Kept()
    configured = logs.FORMATS["json"]
    options = {name: value for name, value in configured.items() if name != "()"}
    handler.setFormatter(configured["()"](**options))
    watched = [logging.getLogger(), logging.getLogger("django")]
    for logger in watched:
        logger.addHandler(handler)
    yield written
    for logger in watched:
        logger.removeHandler(handler)


@pytest.fixture
def broken(monkeypatch, client):
    """A site whose front door breaks."""
    client.raise_request_exception = False

    def breaks(*args, **kwargs):
        raise RuntimeError("the roof fell in")

    monkeypatch.setattr("marketplace.views.render", breaks)
    return client


def test_every_answer_has_the_number_of_its_lines(client, ada, order, lines):
    one = order("steps8")
    client.force_login(ada)
    lines.clear()

    response = client.get(f"/orders/{one.pk}/?secret=1")

    line = next(line for line in lines if line["logger"] == "marketplace.access")
    assert line["request_id"] == response["X-Request-ID"]
    assert (line["person"], line["order"]) == (ada.pk, one.pk)
    assert (line["method"], line["path"], line["status"]) == ("GET", f"/orders/{one.pk}/", 200)
    assert line["ms"] >= 0
    assert "secret" not in str(line)


@pytest.mark.parametrize("end", ["/", "", "/more", "/>"])
@pytest.mark.parametrize(
    "way", ["/accounts/confirm-email", "/offers/invitation", "/jobs/invitation", "/settings/take-back"]
)
def test_the_secret_of_a_link_is_not_logged_even_where_the_link_is_broken(client, lines, way, end):
    client.get(f"{way}/MTI:1xXBBo:hC82aJLQvV0BrE-13qAnnoBsRfED6{end}")

    assert way in str(lines)
    assert "hC82aJLQ" not in str(lines)


def test_the_number_on_the_error_page_finds_the_traceback(broken, lines):
    response = broken.get("/")

    assert response.status_code == 500
    number = response["X-Request-ID"]
    assert f"<b>{number}</b>" in response.text
    (found,) = [line for line in lines if line.get("request_id") == number and "exception" in line]
    assert "the roof fell in" in found["exception"]


def test_a_proxy_may_number_the_requests_and_nobody_else(client, settings):
    given = {"X-Request-ID": "a-number-from-nginx"}
    assert client.get("/", headers=given)["X-Request-ID"] != given["X-Request-ID"]

    settings.PROXIES = 1

    assert client.get("/", headers=given)["X-Request-ID"] == given["X-Request-ID"]
    assert client.get("/", headers={"X-Request-ID": "x\ty" * 40})["X-Request-ID"].isalnum()


def test_keys_in_links_stay_out_of_the_log(client, lines):
    client.get("/accounts/confirm-email/MQ:1vabcdefghijklmnopqrstuvwxyz/")

    assert "MQ:1v" not in str([line for line in lines if line["logger"] == "marketplace.access"])


def test_nobody_writes_lines_of_their_own_into_the_log():
    """What stands in a path, or in any other text, begins no line and gives a terminal no orders."""
    options = {name: value for name, value in logs.FORMATS["plain"].items() if name != "()"}
    said = "GET /x\r\n2026-11-27 [info] FAKE \x1b[31m\x9b31m\u2028 müde 404"
    record = logging.LogRecord("marketplace.access", logging.INFO, __file__, 1, said, (), None)

    line = logs.FORMATS["plain"]["()"](**options).format(record)

    assert len(line.splitlines()) == 1
    assert not {"\x1b", "\x9b"} & set(line)
    assert "müde" in line


def test_a_traceback_keeps_its_lines():
    options = {name: value for name, value in logs.FORMATS["plain"].items() if name != "()"}
    try:
        raise RuntimeError("the roof fell in")
    except RuntimeError as error:
        told = (RuntimeError, error, error.__traceback__)
    record = logging.LogRecord("marketplace", logging.ERROR, __file__, 1, "broken", (), told)

    written = logs.FORMATS["plain"]["()"](**options).format(record)

    assert "the roof fell in" in written
    assert len(written.splitlines()) > 2


@pytest.mark.parametrize(("sqlstate", "said"), [(None, "can’t get at our records"), ("55P03", "That took too long")])
def test_what_is_the_matter_outside_is_said(rf, sqlstate, said):
    cause = Exception("no")
    cause.sqlstate = sqlstate
    try:
        raise OperationalError("no") from cause
    except OperationalError:
        response = server_error(rf.get("/"))

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert said in response.text


def test_a_full_disk_is_no_mystery(rf):
    try:
        raise OSError(28, "No space left on device")
    except OSError:
        response = server_error(rf.get("/"))

    assert response.status_code == 503
    assert "no room for files" in response.text


def test_a_file_store_that_is_away_is_no_mystery(rf):
    class EndpointConnectionError(Exception):
        __module__ = "botocore.exceptions"

    try:
        raise EndpointConnectionError
    except EndpointConnectionError:
        response = server_error(rf.get("/"))

    assert response.status_code == 503
    assert "We can’t get at files" in response.text


@pytest.fixture
def handler(settings):
    """What mails errors to ADMINS, without a memory."""
    settings.ADMINS = ["ops@example.org"]
    (handler,) = [one for one in logging.getLogger().handlers if isinstance(one, alarms.MailToAdmins)]
    handler.mailed_at.clear()
    handler.kept_back.clear()
    return handler


def test_the_administrators_hear_of_an_error_once(broken, handler, monkeypatch):
    numbers = [broken.get("/")["X-Request-ID"] for _ in range(3)]

    (letter,) = mail.outbox
    assert letter.to == ["ops@example.org"]
    assert "Internal Server Error: /" in letter.subject
    assert "the roof fell in" in letter.body
    assert numbers[0] in letter.body

    monkeypatch.setattr(alarms, "AGAIN_AFTER", -1)
    broken.get("/")

    assert "happened 2 times since" in mail.outbox[1].body


def test_they_are_not_flooded(handler, monkeypatch):
    monkeypatch.setattr(alarms, "what", lambda record: record.args)

    for number in range(alarms.MOST_PER_HOUR + 5):
        logging.getLogger("cairn").error("trouble %s", number)

    assert len(mail.outbox) == alarms.MOST_PER_HOUR


def test_an_alarm_makes_nobody_wait(handler, monkeypatch):
    mailed = []
    monkeypatch.setattr(alarms, "sender", nudges.Sender())
    monkeypatch.setattr(alarms, "mail_admins", lambda subject, text: time.sleep(0.5) or mailed.append(subject))
    began = time.monotonic()

    logging.getLogger("cairn").error("trouble")

    assert time.monotonic() - began < 0.3
    eventually(lambda: mailed == ["ERROR: trouble"])


def test_sentry_hears_nothing_of_what_people_typed(tmp_path):
    ask = "import marketplace.settings, sentry_sdk; o = sentry_sdk.get_client().options; print(o['send_default_pii'],"
    ask += " o['include_local_variables'], o['max_request_body_size'], o['environment'])"
    done = run("-c", ask, **REAL, DATA_DIR=str(tmp_path), SENTRY_DSN="https://key@sentry.example.org/1")

    assert done.stdout.strip() == "False False never market.example.org", done.stderr


def test_sentry_without_its_package_is_refused(tmp_path):
    hide = "import sys; sys.modules['sentry_sdk'] = None; import marketplace.settings"
    done = run("-c", hide, **REAL, DATA_DIR=str(tmp_path), SENTRY_DSN="https://key@sentry.example.org/1")

    assert "SENTRY_DSN is set, but sentry-sdk is not installed" in done.stderr


def test_an_unknown_format_is_refused(tmp_path):
    done = run("-c", "import marketplace.settings", **REAL, DATA_DIR=str(tmp_path), LOG_FORMAT="xml")

    assert "LOG_FORMAT must be plain or json, not xml." in done.stderr


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_gunicorn_writes_json(tmp_path):
    site = Site(tmp_path, LOG_FORMAT="json")
    try:
        number = site.get("/").headers["X-Request-ID"]
        found = [json.loads(line) for line in site.program.said().splitlines() if number in line]
    finally:
        site.program.kill()

    assert [(line["path"], line["status"], line["level"]) for line in found] == [("/", 200, "info")]
