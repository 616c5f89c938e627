"""A name is what the other side goes by: text that can be seen, and that passes itself off as nothing else."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.fields import LineField
from marketplace.validators import validate_line, validate_name

FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"  # England's
BLANKS = ["\u3164", "\u2800", "\u115f", "\u1160", "\uffa0", "\u034f", "\u17b4", "\u180e", "\U000e0020", "\ufe0f"]
TURNS = ["\u202e", "\u202d", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c"]
HIDDEN = ["\u200b", "\u2060", "\ufeff", "\u00ad", "\x07", "\x7f", "\ue000", "\ufff9", "\u2028", "\U0001d173", "\uffff"]


def save(client, person, name):
    client.force_login(person)
    terms = {"display_name": name, "time_zone": "UTC", "country": "", "headline": "", "about": "", "skills": ""}
    return client.post(reverse("accounts:settings"), terms)


@pytest.mark.parametrize("name", ["\u202eevil", "Gra\u200bce", "Grace\x07"])
def test_invisible_characters_are_refused_next_to_the_field(client, grace, name):
    response = save(client, grace, name)

    assert "invisible characters" in response.content.decode()
    grace.refresh_from_db()
    assert grace.display_name == "Grace"


@pytest.mark.parametrize(
    ("name", "where"), [("Gra\u200bce Okafor", "after “Gra”"), ("\u200bGrace", "at the beginning")]
)
def test_it_is_said_where_what_nobody_sees_stands(name, where):
    with pytest.raises(ValidationError, match=where):
        validate_line(name)


@pytest.mark.parametrize("hidden", [*BLANKS, *TURNS, *HIDDEN, "\u200d", "\u200c"])
def test_what_nobody_sees_is_no_name_and_no_title_alone_or_at_an_edge(hidden):
    for text in (hidden, hidden * 3, f"Grace {hidden}", f"{hidden}Grace", f"Grace {hidden} Okafor"):
        for check in (validate_name, validate_line):
            with pytest.raises(ValidationError):
                check(text)


@pytest.mark.parametrize("hidden", [*TURNS, *HIDDEN, *BLANKS[:7]])
def test_what_nobody_sees_does_not_stand_between_letters(hidden):
    with pytest.raises(ValidationError):
        validate_name(f"Gra{hidden}ce")


@pytest.mark.parametrize(
    "name",
    [
        "Ali\u200cReza", "علی\u200cرضا", "क\u094d\u200dष", "\U0001f469\u200d\U0001f4bb Dev",
        "\U0001f468\U0001f3fd\u200d\U0001f52c Lab", "\u2764\ufe0f\u200d\U0001f525 Ink", f"{FLAG} Bob",
        "Zoë", "李小龍", "O’Brien",
        "J.R.R. Tolkien", "AC/DC Design", "St. Martin", "Müller & Söhne GmbH", "Nguyễn Thị Hồng", "X Æ A-12", "Inês",
    ],
)  # fmt: skip
def test_real_names_are_taken(client, grace, name):
    assert save(client, grace, name).status_code == 302
    assert User.objects.get(pk=grace.pk).display_name


@pytest.mark.parametrize(
    "text",
    ["=?utf-8?q?=E2=80=AEA?=", "=?utf-8?q?Refund=0D=0ABcc=3A_x=40y.example?=", "Hi =?UTF-8?B?4oCu?= there", "=??q??="],
)
def test_what_a_mail_would_decode_is_refused(text):
    for check in (validate_name, validate_line):
        with pytest.raises(ValidationError, match="is how mails write"):
            check(text)


@pytest.mark.parametrize("text", ["What? Why = because", "a=b?", "1 = 1?", "2026", "R2-D2"])
def test_a_title_is_taken_as_it_is(text):
    validate_line(text)


@pytest.mark.parametrize("text", ["…", "!!!", "—", "☺", "\u0301"])
def test_a_name_and_a_title_have_a_letter(text):
    for check in (validate_name, validate_line):
        with pytest.raises(ValidationError):
            check(text)


@pytest.mark.parametrize(
    "name",
    [
        "Cairn Support https://evil.example/pay", "Pay at evil.example", "www.evil.example", "x@evil.example",
        "HTTP://EVIL", "evil。example", "ｗｗｗ．evil．example", "Grace (evil.com)",
    ],
)  # fmt: skip
def test_a_name_is_no_address(client, grace, name):
    assert "web or mail address" in save(client, grace, name).content.decode()


def test_letters_do_not_tower(client):
    with pytest.raises(ValidationError):
        validate_line("Z" + "\u0335" * 30)


def test_blanks_and_line_ends_become_one_blank():
    assert LineField().clean(" A\r\n\tB\u3000\u00a0C ") == "A B C"
    assert LineField().clean("e\u0301") == "é"


def test_pages_of_who_is_signed_in_stay_out_of_shared_caches(client, grace):
    assert not client.get("/").has_header("Cache-Control")

    client.force_login(grace)

    assert client.get(reverse("milestones:wallet"))["Cache-Control"] == "private, no-cache"
