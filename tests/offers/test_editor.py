"""The editor over HTTP, without a line of JavaScript."""

import pytest
from django.urls import reverse

from marketplace import clock
from marketplace.gigs.models import Category
from marketplace.offers.models import Draft, Offer
from marketplace.policies.models import Policy
from tests.offers import conftest as do
from tests.workshop import rulebook

NEW = reverse("offers:new")


def row(**changes):
    return {"name": "Sketches", "amount": "500", "days": "5", "deliverables": "Files", **changes}


@pytest.fixture
def typed(ada, grace):
    """What a person types: `typed(row(), row(), key="fair", op="review")`."""

    def data(*rows, key="fair", **changes):
        heading = {
            "role": "client",
            "to": grace.pk,
            "title": "Website",
            "currency": "USD",
            "policy": rulebook(key).pk,
            "valid_days": "14",
            "op": "review",
        }
        plan = {f"milestones-{at}-{name}": value for at, one in enumerate(rows) for name, value in one.items()}
        count = {f"milestones-{what}_FORMS": len(rows) for what in ("TOTAL", "INITIAL")}
        return {**heading, **count, **plan, **changes}

    return data


def test_a_client_reads_where_the_offer_begins_who_writes_the_plan(client, ada):
    client.force_login(ada)

    page = client.get(NEW).content.decode()

    role = page[page.index('name="role"') : page.index('name="policy"')]
    assert "Under “" in role
    assert "the freelancer writes the plan and sends you the offer." in role
    for policy in Policy.objects.filter(plan_written_by="freelancer"):
        assert f"“{policy.name}”" in role
        assert f"{policy.summary} The freelancer writes the plan." in page


@pytest.fixture
def post(client, ada):
    def send(data, url=NEW):
        client.force_login(ada)
        return client.post(url, data)

    return send


def errors(response) -> list[str]:
    """Everything that the page says is wrong: "Step 1, Amount: …"."""
    return [f"{where}: {text}" for _, where, text in response.context["editor"].errors]


def test_it_leads_to_the_review(post, typed):
    response = post(typed(row(), row(name="Final")))

    offer = Offer.objects.get()
    assert response.url == reverse("offers:step", args=[offer.pk, "review"])
    assert (offer.state, offer.title, offer.total) == ("draft", "Website", 100_000)


@pytest.mark.parametrize("op", ["add", "remove-1", "up-2", "split-50-50", "search", "refresh"])
def test_a_button_keeps_all_that_was_typed(post, typed, op):
    response = post(
        typed(row(name="<First>"), row(amount="abc"), op=op, title="Typed", scope="Much of it", valid_days="x")
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert not Offer.objects.exists()
    assert 'value="Typed"' in page
    assert "Much of it" in page
    assert "&lt;First&gt;" in page
    assert ("data-removed" in page) == (op == "remove-1")
    assert ('value="abc"' in page) == (op != "split-50-50")


def test_a_split_fills_in_the_amounts(post, typed):
    page = post(typed(row(), op="split-25-50-25", split_total="1000")).content.decode()

    assert [page.count(f'value="{amount}"') for amount in ("250.00", "500.00")] == [2, 1]


def test_what_can_t_be_split_is_said_beside_it(post, typed):
    response = post(typed(row(), op="split", split_total="1000", percentages="50/60"))

    assert response.context["editor"].notes == {"percentages": "These percentages add up to 110, not to 100."}
    assert "id_percentages_error" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "Step 1, Name of the step: Give the step a name."),
        ({"amount": ""}, "Step 1, Amount: The amount must be more than zero."),
        ({"amount": "-5"}, "Step 1, Amount: The amount must be more than zero."),
        ({"amount": "ten"}, "Step 1, Amount: Enter an amount, such as 250 or 250.50."),
        ({"amount": "10.505"}, "Step 1, Amount: USD has 2 decimals at most."),
        ({"amount": "9" * 12}, "Step 1, Amount: An amount can be 1,000,000,000 at most."),
        ({"days": ""}, "Step 1, Days: Say how many days this step takes."),
        ({"days": "0"}, "Step 1, Days: At least 1."),
        ({"deliverables": "x" * 121}, f"Step 1, Deliverables: “{'x' * 30}…” is longer than 120 letters."),
        (
            {"deliverables": "\n".join("abc" for _ in range(31))},
            "Step 1, Deliverables: At most 30 lines; these are 31.",
        ),
    ],
)
def test_a_milestone_is_checked_beside_its_field(post, typed, change, message):
    response = post(typed(row(**change), row()))

    assert response.status_code == 422
    assert errors(response) == [message]


def test_yen_have_no_decimals(post, typed):
    response = post(typed(row(amount="10.5"), row(amount="1000"), currency="JPY"))

    assert errors(response) == ["Step 1, Amount: JPY has no decimals: round the amount."]
    assert 'value="10.5"' in response.content.decode()


def test_an_amount_that_cannot_be_charged_is_said_beside_its_field(post, typed):
    response = post(typed(row(amount="54.750"), row(amount="54.650"), currency="KWD"))

    assert [one.replace("\N{NO-BREAK SPACE}", " ") for one in errors(response)] == [
        "Step 1, Amount: With the fee on it KWD 56.393 would have to be paid. "
        "Payments in KWD go in steps of KWD 0.010. KWD 54.990 would do."
    ]
    assert 'value="54.750"' in response.content.decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": ""}, "Project name: Give the work a title."),
        ({"to": ""}, "Their name: Choose whom the offer goes to, or invite somebody by e-mail."),
        ({"to": "", "invite": "not an address"}, "Or invite somebody new, by e-mail: Enter a valid email address."),
        ({"to": "", "invite": "ADA@example.org"}, "Or invite somebody new, by e-mail: This is your own address."),
        ({"valid_days": "91"}, "Open for: An offer is open for 1 to 90 days."),
        ({"currency": "XXX"}, "Currency: Select a valid choice. XXX is not one of the available choices."),
        ({"policy": "0"}, "Rulebook: Select a valid choice. That choice is not one of the available choices."),
    ],
)
def test_the_heading_is_checked_beside_its_field(post, typed, change, message):
    response = post(typed(row(), row(), **change))

    assert response.status_code == 422
    assert errors(response) == [message]


def test_nobody_makes_an_offer_to_themselves(post, typed, ada):
    assert errors(post(typed(row(), to=ada.pk))) != []


def test_a_category_must_be_eligible_where_the_rulebook_asks(client, grace, ada, typed):
    client.force_login(grace)
    plain = Category.objects.get(slug="proofreading").pk
    data = typed(row(), row(), key="steps8", role="freelancer", to=ada.pk, category=plain)

    response = client.post(NEW, data)

    assert errors(response) == [
        "Category: This rulebook is for categories whose work is sold in steps: choose one of those, or one payment."
    ]


def test_only_the_freelancer_writes_under_some_rulebooks(post, typed):
    category = Category.objects.get(slug="website-design").pk

    response = post(typed(row(), row(), key="steps8", category=category))

    assert errors(response) == [
        "Rulebook: Under this rulebook the freelancer writes the plan. Ask them to send you an offer."
    ]


def test_blank_rows_are_not_milestones(post, typed):
    blank = dict.fromkeys(["name", "amount", "days", "deliverables"], "")

    post(typed(row(), blank, row(), blank))

    assert len(Draft.objects.get().terms["milestones"]) == 2


def test_a_draft_may_be_unfinished(post, typed, client):
    response = post(typed(row(name="", amount=""), op="save", title="", to=""))

    offer = Offer.objects.get()
    assert response.url == reverse("offers:step", args=[offer.pk, "project"])
    assert client.get(response.url).status_code == 200


def test_a_draft_with_limits_against_it_is_kept(post, typed):
    first = post(typed(row(amount="10"), key="studio"))

    offer = Offer.objects.get()
    assert first.status_code == 422
    assert first.context["editor"].url == reverse("offers:step", args=[offer.pk, "project"])
    post(typed(row(amount="20")), url=first.context["editor"].url)
    assert Offer.objects.get().total == 2_000


@pytest.mark.parametrize("who", ["grace", "mallory", "sam"])
def test_a_draft_is_nobody_else_s(client, ada, grace, who, request):
    offer = do.write(ada, grace, "fair", role="client")
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse("offers:step", args=[offer.pk, "project"])).status_code == 404
    assert client.post(reverse("offers:step", args=[offer.pk, "project"])).status_code == 404


def test_people_are_found_by_name_and_by_nothing_else(post, typed, grace):
    def found(who):
        response = post(typed(row(), op="search", to="", who=who))
        return list(response.context["editor"].heading.fields["to"].queryset)

    assert found("gra") == [grace]
    assert found("grace@example.org") == []
    assert found("Ada") == []
    assert found("") == []


def test_a_link_can_name_the_other_side(client, ada, grace):
    client.force_login(ada)

    page = client.get(f"{NEW}?to={grace.pk}&role=freelancer")

    assert page.context["editor"].raw["to"] == str(grace.pk)
    assert page.context["editor"].side == "freelancer"


@pytest.mark.parametrize(
    "nonsense",
    [
        {"to": "9" * 5000},
        {"policy": "9" * 5000},
        {"upload": "9" * 5000},
        {"category": "9" * 30},
        {"milestones-TOTAL_FORMS": "9" * 5000},
        {"op": "up-" + "9" * 5000},
        {"who": "a\0b"},
        {"title": "a\0b", "scope": "\0"},
        {"valid_days": "9" * 30},
        {"split_total": "9" * 5000, "op": "split-even"},
        {"percentages": "1e999999/1", "op": "split"},
        {"currency": "\0"},
        {"role": "\0"},
    ],
)
def test_nonsense_is_answered_with_the_page(post, typed, nonsense):
    assert post(typed(row(name="a\0b"), row(amount="9" * 5000), **nonsense)).status_code in (200, 422)


def test_an_address_that_is_typed_counts_more_than_a_person_who_was_chosen(post, typed):
    post(typed(row(), row(), invite="new@example.net"))

    offer = Offer.objects.get()
    assert (offer.freelancer, offer.invited_email) == (None, "new@example.net")


def test_who_is_chosen_stays_among_many(post, typed, grace):
    for number in range(10):
        do.person(f"Aaron{number}")

    response = post(typed(row(), op="search", who="a"))

    assert grace in response.context["editor"].heading.fields["to"].queryset


@pytest.mark.parametrize("query", ["to=x", "to=999999", "role=king", "to=%00"])
def test_a_link_with_nonsense_is_an_empty_form(client, ada, query):
    client.force_login(ada)

    assert client.get(f"{NEW}?{query}").status_code == 200


def test_htmx_is_sent_on_with_the_whole_page(client, ada, typed):
    client.force_login(ada)

    response = client.post(NEW, typed(row(), row()), headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"].endswith("/edit/review/")


def test_strangers_sign_in_first(client):
    assert client.get(NEW).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("key", ["fair", "studio", "open", "steps8", "contract14", "steps5"])
def test_the_fields_follow_the_rulebook(post, typed, key):
    page = post(typed(row(), key=key, op="refresh", contract="template")).content.decode()

    policy = rulebook(key)
    assert ('id="id_milestones-0-days"' in page) == (policy.time_given == "days")
    assert ('id="id_milestones-0-due_on"' in page) == (policy.time_given != "days")
    assert ('id="id_milestones-0-substeps"' in page) == policy.substeps
    assert ('id="id_milestones-0-revisions"' in page) == (policy.revisions == "per_milestone")
    assert ('id="id_revisions"' in page) == (policy.revisions == "per_order")
    assert ('id="id_starts_on"' in page) == policy.project_start_date
    assert ('id="id_contract"' in page) == (policy.contract == "template_or_upload")


def test_what_no_name_can_hold_is_searched_without_harm(ada, client):
    client.force_login(ada)

    assert client.post("/offers/new/", {"op": "search", "who": "a\0b"}).status_code == 200


def test_the_days_of_a_plan_are_those_of_whoever_wrote_it_first(post, typed, ada):
    type(ada).objects.filter(pk=ada.pk).update(time_zone="America/Los_Angeles")
    dated = row(due_on=(clock.now() + clock.days(20)).date().isoformat())

    page = post(typed(dated, key="open", op="refresh")).content.decode()
    post(typed(dated, key="open"))

    assert "Days begin and end at midnight in Los Angeles." in page
    assert Draft.objects.get().terms["zone"] == "America/Los_Angeles"
