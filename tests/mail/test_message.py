"""What people typed is text in a mail, and its headers are lines that every server takes."""

import email
import email.policy

import pytest
from django.core import mail

from marketplace.mail.message import Letter, ascii_address, one_line


def sent(**about) -> bytes:
    """The bytes that go over the wire."""
    letter = Letter(**{"to": "ada@example.org", "body": "Hello"} | about)
    return letter.message(policy=email.policy.SMTP).as_bytes()


def received(raw: bytes):
    return email.message_from_bytes(raw, policy=email.policy.default)


TITLES = [
    "Website",
    "Très long — " + 100 * "é",
    "=?utf-8?q?=E2=80=AEA?=",
    "=?utf-8?q?Refund=0D=0ABcc=3A_x=40y.example?=",
    "A =?utf-8?b?0J/RgNC40LLQtdGC?= B",
    "=?",
    "=?x?q?y?=" * 20,
    "長い題名" * 40,
    "one two three " * 20,
    "x" * 300,
    "👩‍💻 Dev " * 20,
    "مرحبا",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_subject_arrives_as_it_was_typed(title):
    assert received(sent(subject=title))["Subject"] == title.strip()


@pytest.mark.parametrize("title", TITLES)
def test_its_lines_are_as_rfc_2047_wants_them(title):
    lines = sent(subject=title, name=title[:80]).partition(b"\r\n\r\n")[0].split(b"\r\n")

    assert all(len(line) <= 78 for line in lines)
    assert all(len(word) <= 75 for line in lines for word in line.split() if word.startswith(b"=?"))
    assert all(line.isascii() for line in lines)


@pytest.mark.parametrize("name", ["=?utf-8?q?=E2=80=AEA?=", "Ada", 'A "quoted" \\ name', "Müller, Karl", "a@b.example"])
def test_a_name_arrives_as_it_was_typed(name):
    (to,) = received(sent(name=name))["To"].addresses

    assert (to.display_name, to.addr_spec) == (name, "ada@example.org")


@pytest.mark.parametrize("name", ["A\r\nBcc: x@y.example", "A\nB", "A\x00B", "A\u2028B", "A\x85B"])
def test_nothing_makes_a_second_header(name):
    letter = received(sent(name=name, subject=name))

    assert letter["Bcc"] is None
    assert sorted(letter.keys()) == sorted(set(letter.keys()))


@pytest.mark.parametrize("mark", ["\u202e", "\u202d", "\u2066", "\u2069", "\u200f"[:0] + "\u202c"])
def test_nothing_turns_the_line_round(mark):
    assert one_line(f"A {mark}B") == "A B"


def test_a_header_that_holds_a_line_end_is_refused():
    with pytest.raises(ValueError, match="line end"):
        sent(headers={"List-Unsubscribe": "<x>\r\nBcc: x@y.example"})


def test_a_long_address_in_a_header_is_one_line():
    link = "<https://market.example.org/off/" + "x" * 300 + ">"

    assert b"\r\nList-Unsubscribe: " + link.encode() + b"\r\n" in sent(headers={"List-Unsubscribe": link})


def test_an_international_domain_is_written_in_punycode():
    assert ascii_address("eve@exämple.example") == "eve@xn--exmple-cua.example"
    assert b'To: "Eve" <eve@xn--exmple-cua.example>' in sent(to="eve@exämple.example", name="Eve")


@pytest.mark.parametrize("address", ["ève@example.org", "nobody", "@example.org", "", "a@" + "ä" * 64 + ".example"])
def test_an_address_that_mail_has_no_form_for_is_refused(address):
    with pytest.raises((ValueError, UnicodeError), match="(?i)takes this address|label"):
        Letter(to=address)


def test_the_mailer_takes_it():
    letter = Letter(to="eve@exämple.example", name="=?utf-8?q?A?=", subject="é" * 200, body="Hello")
    mail.mailers.default.send_messages([letter])

    assert mail.outbox[0].recipients() == ["=?utf-8?b?PT91dGYtOD9xP0E/PQ==?= <eve@xn--exmple-cua.example>"]
