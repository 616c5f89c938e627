"""The editor's rows can be moved and put back; what changed meanwhile, a rulebook or the draft, is said."""

import pytest
from django.urls import reverse

from marketplace.offers.models import Draft, Offer
from marketplace.policies.publishing import publish
from milestones.forms import plan_rows
from tests.offers import conftest as do
from tests.offers.test_editor import NEW, post, row, typed  # noqa: F401 - fixtures


def numbered(*names, gone=()):
    return [{"name": name, "row": str(at), "gone": at in gone} for at, name in enumerate(names)]


def order_of(rows) -> str:
    """The names in their order, those that are gone in small letters."""
    return "".join(one["name"].lower() if one["gone"] else one.get("name") or "_" for one in rows)


@pytest.mark.parametrize(
    ("op", "gone", "after"),
    [
        ("remove-2", (), "AbC"),
        ("remove-1", (0,), "abC"),
        ("up-2", (1,), "CAb"),
        ("down-1", (1,), "CAb"),
        ("add", (2,), "ABc_"),
        ("restore-1", (1, 2), "ABc"),
        ("restore-9", (1,), "AbC"),
    ],
)
def test_a_row_that_is_gone_stays_where_it_was(op, gone, after):
    pressed = plan_rows.press(op, numbered("A", "B", "C", gone=gone), total="", percentages="", currency="USD")

    assert order_of(pressed) == after
    assert len({one["row"] for one in pressed}) == len(pressed)


def test_a_blank_row_goes_without_a_trace():
    assert order_of(plan_rows.press("remove-2", numbered("A", ""), total="", percentages="", currency="USD")) == "A"


def test_only_the_newest_that_are_gone_are_kept():
    rows = numbered(*"ABCDEFGHIJKLMN", gone=range(1, 14))

    assert len(plan_rows.press("refresh", rows, total="", percentages="", currency="USD")) == 1 + plan_rows.MOST_GONE


def test_a_row_keeps_its_number_when_it_moves(post, typed):  # noqa: F811
    page = post(typed(row(name="A"), row(name="B"), op="up-2")).content.decode()

    assert page.index('id="row-1"') < page.index('id="row-0"')
    assert 'name="milestones-1-name" value="B"' in page


def test_the_order_that_was_sent_is_saved(post, typed):  # noqa: F811
    post(typed(row(name="A"), row(name="B"), row(name="C"), op="save") | {"row": ["2", "0", "1"], "gone": ["0"]})

    assert [one["name"] for one in Draft.objects.get().terms["milestones"]] == ["C", "B"]


@pytest.mark.parametrize(
    "nonsense", [{"row": ["x", "9" * 30, "-1", "0", "0"]}, {"gone": ["x"]}, {"row": ["0"] * 500}, {"op": "restore-x"}]
)
def test_nonsense_of_rows_is_no_harm(post, typed, nonsense):  # noqa: F811
    assert post(typed(row(), row(), op="refresh") | nonsense).status_code == 200


@pytest.mark.parametrize("amount", ["abc", "-5", "0", "10.505", "NaN"])
def test_an_amount_that_can_t_be_read_is_said_at_once(post, typed, amount):  # noqa: F811
    response = post(typed(row(amount=amount), row(), op="refresh"))

    assert response.status_code == 200
    assert 'id="id_milestones-0-amount_error"' in response.content.decode()
    assert 'id="id_milestones-1-amount_error"' not in response.content.decode()


def test_fees_are_worked_out_although_a_row_is_blank(post, typed):  # noqa: F811
    assert post(typed(row(), {}, op="refresh")).context["editor"].sums.quote is not None


def test_what_another_rulebook_has_no_place_for_comes_back_with_it(post, typed):  # noqa: F811
    page = post(typed(row(days="17"), key="contract14", op="refresh")).content.decode()

    assert '<input type="hidden" name="milestones-0-days" value="17">' in page


# A rulebook that was published anew


@pytest.fixture
def anew(preset, sam):
    """Fair, published anew with another time to review."""
    new = preset("fair")
    new.pk, new._state.adding, new.review_days = None, True, new.review_days + 1
    return publish(new, by=sam, after=preset("fair"))


def test_a_draft_of_an_old_rulebook_takes_the_new_one_and_says_what_changed(client, ada, grace, request):
    offer = do.write(ada, grace, "fair", role="client")
    anew = request.getfixturevalue("anew")
    client.force_login(ada)

    response = client.get(reverse("offers:step", args=[offer.pk, "project"]))

    editor, page = response.context["editor"], response.content.decode()
    assert editor.policy == anew
    assert "was published anew, as" in page
    assert [one.label for one in editor.renewed.differences]
    assert client.post(reverse("offers:step", args=[offer.pk, "project"]), {}).status_code == 200


def test_what_is_sent_under_an_old_rulebook_is_stopped_once(post, typed, anew):  # noqa: F811
    data = typed(row(), row())

    first = post(data)
    assert first.status_code == 422
    assert f"published anew, as version {anew.version}" in first.context["editor"].errors[0][2]
    again = post(data | {"policy": anew.pk, "renewed": data["policy"]})

    assert again.url == reverse("offers:step", args=[Offer.objects.get().pk, "review"])
    assert Offer.objects.get().policy == anew


# Two tabs


def test_a_stale_tab_overwrites_nothing(client, ada, grace):
    offer = do.write(ada, grace, "fair", role="client")
    client.force_login(ada)
    url = reverse("offers:step", args=[offer.pk, "project"])
    fields = {"role": "client", "to": grace.pk, "currency": "USD", "policy": offer.policy_id, "valid_days": "14"}
    opened = client.get(url).context["editor"].mark_to_send

    def save(title):
        rows = {"milestones-TOTAL_FORMS": 1, "milestones-0-name": "Sketches", "milestones-0-amount": "5"}
        return client.post(url, fields | rows | {"title": title, "seen": seen, "op": "save"})

    seen = opened
    assert save("Mine").status_code == 302
    stale = save("Older")
    assert stale.status_code == 422
    assert "Nothing was overwritten" in stale.content.decode()
    assert "Title: “Mine” → “Older”" in stale.context["editor"].differs
    assert Offer.objects.get().title == "Mine"

    seen = stale.context["editor"].mark_to_send
    assert save("Older").status_code == 302
    assert Offer.objects.get().title == "Older"
