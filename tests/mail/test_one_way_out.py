"""There is one way out for mail: the outbox. Nothing else speaks to a mail server."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SPEAKS = re.compile(
    r"\bmail_admins\(|\bmail_managers\(|\bsend_mass_mail\(|\bEmailMessage\(|\bEmailMultiAlternatives\(|\.send_messages\("
    r"|\bmailers\b|AdminEmailHandler|\bsmtplib\b|import send_mail\b|mail\.send_mail\(|render_mail\([^)]*\)\.send\("
)
MAY = {
    "marketplace/mail/delivery.py",
    "marketplace/mail/message.py",
    "marketplace/demo/mailbox.py",
    "marketplace/alarms.py",  # an alarm that the database is gone can't wait in it
}


def sources():
    for app in ("marketplace", "milestones", "escrow"):
        yield from sorted((ROOT / app).rglob("*.py"))


def test_nothing_else_sends_mail():
    found = {str(path.relative_to(ROOT)) for path in sources() if SPEAKS.search(_code(path))}

    assert found - MAY == set()


def _code(path: Path) -> str:
    """Without docstrings and comments, which may speak of it."""
    return re.sub(r"#.*", "", re.sub(r'""".*?"""', "", path.read_text(), flags=re.DOTALL))


@pytest.mark.parametrize("line", ["mail_admins('x', 'y')", "EmailMessage(subject='x').send()", "mailers.default"])
def test_the_test_would_notice(line):
    assert SPEAKS.search(line)
