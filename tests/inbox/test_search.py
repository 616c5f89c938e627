"""Finding a conversation by a name or by words that were written in it, and only one's own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.actors import Support
from marketplace.inbox import actions
from marketplace.inbox.models import Message
from tests.conftest import person
from tests.inbox.conftest import begin, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(as_, ada, sells):
    """The names that Ada finds."""
    begin(ada, sells, "The mark holds at sixteen pixels: crème, not white.")
    other = person("Tomas")
    other.display_name, other.skills = "Tomás Łukaszewicz", ["Film"]
    other.save(update_fields=["display_name", "skills"])
    begin(ada, other, "Could you film in May?")
    third = person("Bram")
    third.skills = ["Grace"]  # a skill is no name
    third.save(update_fields=["skills"])
    begin(sells, third, "Pixels, between the two of us.")
    browser = as_(ada)

    def look(typed: str, **query) -> list[str]:
        page = browser.open("index", q=typed, **query)
        assert page.status_code == 200
        return [row.other.display_name for row in page.context["threads"].rows]

    return look


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("grace", ["Grace"]),
        ("LUKASZ", ["Tomás Łukaszewicz"]),
        ("pixels", ["Grace"]),
        ("creme whi", ["Grace"]),
        ("film may", ["Tomás Łukaszewicz"]),
        ("film pixels", []),
        ("ada", []),
        ("!? \0", []),
        ("x" * 500, []),
    ],
)
def test_by_a_name_or_by_words(found, typed, names):
    assert found(typed) == names


def test_what_is_put_away_is_found_and_what_support_removed_is_not(ada, sells, sam, found):
    asked = Message.objects.get(text__startswith="The mark")
    actions.archive(asked.conversation, by=ada)
    assert found("sixteen") == ["Grace"]
    report = actions.report(asked, by=sells, reason="It is not so.")
    actions.uphold(report, by=Support(sam, "Seen."))
    assert found("sixteen") == []


def test_it_says_so_where_nothing_is_found_and_keeps_what_was_typed(as_, ada, found):
    page = as_(ada).open("index", q="zebra <b>").text
    assert "Nothing was found" in page
    assert 'value="zebra &lt;b&gt;"' in page


def test_as_many_queries_for_many_as_for_one(as_, ada, sells, talk):
    browser = as_(ada)

    def asked() -> int:
        browser.open("index", q="may")
        with CaptureQueriesContext(connection) as queries:
            browser.open("index", q="may")
        return len(queries)

    few = asked()
    for number in range(5):
        one = person(f"Mayra{number}")
        one.skills = ["Logos"]
        one.save(update_fields=["skills"])
        say(begin(ada, one, "In May?").conversation, one, "In May.")
    assert asked() == few
