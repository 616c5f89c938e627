"""An offer is written in steps, each saved by itself; all of it is read once more, and signed where that is asked."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from marketplace import clock
from marketplace.gigs.models import Category, WorkflowTemplate
from marketplace.offers.models import Draft, Offer, Printed
from tests.offers import conftest as do
from tests.offers.test_editor import NEW
from tests.workshop import rulebook


def project(to, key="studio", **changes):
    """What is typed into the first step."""
    today = clock.now().date().isoformat()
    heading = {"role": "freelancer", "to": to.pk, "currency": "USD", "policy": rulebook(key).pk, "valid_days": "14"}
    return {**heading, "title": "Reports", "scope": "", "starts_on": today, "op": "next", **changes}


def plan(*names, op="next", **changes):
    """What is typed into the second, an amount of 1,500 each."""
    today = clock.now().date().isoformat()
    one = {"amount": "1500", "due_on": today, "deliverables": "Files", "days": "5", **changes}
    rows = {f"milestones-{at}-{k}": v for at, name in enumerate(names) for k, v in {"name": name, **one}.items()}
    return {"milestones-TOTAL_FORMS": len(names), "op": op, **rows}


def at(offer, step) -> str:
    return f"/offers/{offer.pk}/edit/{step}/"


@pytest.fixture
def grace_writes(client, grace):
    client.force_login(grace)
    return client


@pytest.fixture
def written(ada, grace):
    """Whole, and not sent yet: `written("studio")`."""

    def make(key="studio", **changes):
        return do.write(grace, ada, key, role="freelancer", terms=do.terms(key, contract="template", **changes))

    return make


def states(response) -> list[tuple[str, str]]:
    stations = response.context["stations"] if "stations" in response.context else response.context["editor"].stations
    return [(one.title, one.state) for one in stations]


def test_it_goes_from_step_to_step_and_is_signed_at_the_end(grace_writes, ada):
    client = grace_writes
    first = client.get(NEW, {"policy": rulebook("studio").pk, "role": "freelancer"})
    assert states(first) == [
        ("Project", "current"),
        ("Milestones", ""),
        ("Contract", ""),
        ("Review", ""),
        ("Sign", ""),
    ]

    there = client.post(NEW, project(ada))
    offer = Offer.objects.get()
    assert there.url == at(offer, "milestones")
    assert states(client.get(there.url))[:2] == [("Project", "done"), ("Milestones", "current")]
    there = client.post(there.url, plan("Sources", "Store"))
    assert there.url == at(offer, "contract")
    page = client.get(there.url)
    assert "<mark>Reports</mark>" in page.content.decode()
    assert "<mark>$3,000.00</mark>" in page.content.decode()
    there = client.post(there.url, {"contract": "template", "op": "review"})

    assert there.url == at(offer, "review")
    review = client.get(there.url)
    assert [state for _, state in states(review)] == ["done", "done", "done", "current", ""]
    for step in ("project", "milestones", "contract", "sign"):
        assert f'href="{at(offer, step)}' in review.content.decode()
    sign = client.get(at(offer, "sign"))
    said = sign.content.decode().replace("\u00a0", " ")
    assert "You pay nothing." in said
    assert "Ada has 14 days to sign. Until then you can withdraw it." in said
    unread = client.post(at(offer, "sign"), {"signature": "Grace Hopper"})
    assert "Say that you have read it before you sign it." in unread.content.decode()
    assert 'value="Grace Hopper"' in unread.content.decode()
    sent = client.post(at(offer, "sign"), {"signature": "Grace Hopper", "agree": "on"})

    assert sent.url == offer.get_absolute_url()
    offer = do.again(offer)
    assert (offer.state, offer.version.digest) == ("sent", sign.context["digest"])
    assert client.get(at(offer, "review")).url == offer.editor_url  # there is nothing written by now


@pytest.mark.parametrize("key", ["fair", "open", "steps8", "contract14"])
def test_nobody_is_asked_what_the_rulebook_does_not_have(client, ada, grace, key):
    by, to, role = (ada, grace, "client") if key in ("open", "contract14") else (grace, ada, "freelancer")
    offer = do.write(by, to, key, role=role)
    client.force_login(by)

    page = client.get(at(offer, "milestones"))

    assert [title for title, _ in states(page)] == ["Project", "Milestones", "Review", "Send"]
    assert 'value="review"' in page.content.decode()
    assert client.get(at(offer, "contract")).url == offer.editor_url
    review = client.get(at(offer, "review")).content.decode()
    assert ('id="contract"' in review) == (key == "contract14")
    assert 'name="signature"' not in client.get(at(offer, "sign")).content.decode()


def test_what_one_step_saves_leaves_the_others_alone(grace_writes, ada, written):
    offer = written()
    grace_writes.post(at(offer, "milestones"), plan("All of it", op="save"))
    grace_writes.post(at(offer, "project"), project(ada, key="fair", title="Reports", op="save"))

    kept = Draft.objects.get().terms
    assert (kept["title"], [one["name"] for one in kept["milestones"]]) == ("Reports", ["All of it"])
    assert kept["contract"] == "template"
    assert kept["milestones"][0]["due_on"]  # for when a rulebook with days of its own is chosen again
    assert do.again(offer).policy == rulebook("fair")


def test_a_step_says_what_it_lacks_and_is_kept(grace_writes, ada):
    lacking = grace_writes.post(NEW, project(ada, starts_on="") | {"to": ""})

    offer = Offer.objects.get()
    assert lacking.status_code == 422
    assert [text for _, _, text in lacking.context["editor"].errors] == [
        "Choose whom the offer goes to, or invite somebody by e-mail.",
        "Say on which day the project starts.",
    ]
    assert grace_writes.get(offer.editor_url).url == f"{at(offer, 'project')}?check=1"
    checked = grace_writes.get(f"{at(offer, 'project')}?check=1")
    assert len(checked.context["editor"].errors) == 2
    elsewhere = grace_writes.post(at(offer, "milestones"), plan("One", op="review"))
    assert elsewhere.status_code == 422
    assert f'href="{at(offer, "project")}?check=1"' in elsewhere.content.decode()
    assert ("Project", "bad") in states(grace_writes.get(at(offer, "milestones")))


def test_the_review_of_what_is_not_whole_leads_to_where_it_is_not(grace_writes, written):
    offer = written(starts_on=None)

    there = grace_writes.get(at(offer, "review"), follow=True)

    assert there.redirect_chain[-1][0] == f"{at(offer, 'project')}?check=1"
    assert grace_writes.get(f"/offers/{offer.pk}/draft.pdf").url == offer.editor_url


def test_it_is_saved_while_it_is_typed_and_what_can_t_be_is_said(grace_writes, ada, written):
    offer = written()
    url = at(offer, "milestones")
    opened = grace_writes.get(url).context["editor"].mark_to_send

    kept = grace_writes.post(url, plan("Half", op="keep") | {"seen": opened}, headers={"HX-Request": "true"})
    assert "Saved as a draft" in kept.content.decode()
    assert Draft.objects.get().terms["milestones"][0]["name"] == "Half"
    wrong = grace_writes.post(url, plan("Half", op="keep", amount="x") | {"seen": kept.context["editor"].mark_to_send})
    assert wrong.status_code == 200
    assert "Not saved: Enter an amount" in wrong.content.decode()
    older = grace_writes.post(url, plan("Older", op="keep") | {"seen": opened})
    assert "Nothing was overwritten." in older.content.decode()
    assert older.context["editor"].mark_to_send == opened  # or the next letter would overwrite it
    assert 'value="Older"' in older.content.decode()
    assert Draft.objects.get().terms["milestones"][0]["name"] == "Half"


# The paper of a draft


def test_the_draft_is_a_paper_that_says_so(grace_writes, ada, written):
    offer = written()

    response = grace_writes.get(f"/offers/{offer.pk}/draft.pdf")

    pages = PdfReader(BytesIO(response.content)).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert response.headers["Content-Disposition"] == f'attachment; filename="draft-{offer.pk}-1.pdf"'
    assert all("Draft" in page.extract_text() for page in pages)
    assert "Draft of version 1, saved on" in said
    assert "Website" in said
    assert "Agreed by" not in said
    assert "Verify this document" not in said
    assert not Printed.objects.exists()
    assert grace_writes.get(f"/offers/{offer.pk}/draft.pdf").content == response.content
    grace_writes.force_login(ada)
    assert grace_writes.get(f"/offers/{offer.pk}/draft.pdf").status_code == 404


# Repeating and beginning


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 10, 31), 16, date(2028, 2, 29)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(day, months, later):
    assert clock.months_later(day, months) == later


def rows(response) -> list[tuple[str, str]]:
    shown = response.context["editor"].rows
    return [(row["name"], row.get("due_on") or "") for row in shown]


def test_a_step_is_repeated_monthly_and_taken_back(grace_writes, written):
    url = at(written(), "milestones")
    typed = plan("Brief", "Content", due_on="2027-01-31") | {"repeat": "1", "repeat_months": "3", "op": "repeat"}

    made = grace_writes.post(url, typed)

    assert rows(made) == [
        ("Brief", "2027-01-31"),
        ("Content 1", "2027-01-31"),
        ("Content 2", "2027-02-28"),
        ("Content 3", "2027-03-31"),
    ]
    shown = made.context["editor"].shown_rows
    numbers = [row["row"] for row in shown]
    fields = {
        f"milestones-{row['row']}-{k}": row[k] for row in made.context["editor"].shown_rows for k in ("name", "due_on")
    }
    again = {"row": numbers, "gone": ["1"], "undo": made.context["editor"].undo, "milestones-TOTAL_FORMS": len(numbers)}
    back = grace_writes.post(url, fields | again | {"op": "undo"})
    assert rows(back) == [("Brief", "2027-01-31"), ("Content", "2027-01-31")]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"repeat_months": "1"}, "2 to 24"),
        ({"repeat_months": "99"}, "2 to 24"),
        ({"repeat_months": "x"}, "2 to 24"),
        ({"repeat": "7"}, "Fill in the step"),
        ({"repeat": "0", "milestones-0-due_on": "9999-12-31"}, ""),
    ],
)
def test_what_can_t_be_repeated_is_said_and_nothing_is_lost(grace_writes, written, changes, says):
    typed = plan("Brief") | {"repeat": "0", "repeat_months": "3", "op": "repeat"} | changes

    page = grace_writes.post(at(written(), "milestones"), typed)

    assert page.status_code == 200
    assert says in page.context["editor"].notes.get("repeat_months", "")
    assert rows(page)[0][0].startswith("Brief")


def test_a_plan_begins_with_a_template_of_its_kind_of_work(grace_writes, ada, grace):
    stages = [
        {"name": "Idea", "description": "What it is", "days": 3, "share": "25", "call": False, "substeps": ["Sketch"]},
        {"name": "Rest", "description": "", "days": 4, "share": "75", "call": True, "substeps": []},
    ]
    work = Category.objects.get(slug="website-design")
    WorkflowTemplate.objects.all().delete()
    template = WorkflowTemplate.objects.create(category=work, name="Two steps", stages=stages)
    starts = clock.now().date()
    offer = do.write(grace, ada, "studio", role="freelancer", terms=do.terms("studio", milestones=[], starts_on=starts))
    url = at(offer, "milestones")
    assert "Template: Two steps" in grace_writes.get(url).content.decode()

    typed = plan("", amount="2000", due_on="", deliverables="") | {"op": f"start-{template.pk}"}
    page = grace_writes.post(url, typed)

    shown = page.context["editor"].rows
    assert [(one["name"], one["amount"]) for one in shown] == [("Idea", "500.00"), ("Rest", "1500.00")]
    assert [one["due_on"] for one in shown] == [(starts + clock.days(n)).isoformat() for n in (3, 7)]
    assert "Template: Two steps" not in page.content.decode()


# The next version


def test_a_counter_offer_goes_through_the_same_steps(client, ada, proposed):
    offer = proposed("studio")
    client.force_login(ada)
    first = client.get(f"/offers/{offer.pk}/counter/")
    assert first.url == at(offer, "project")
    assert 'name="to"' not in client.get(first.url).content.decode()

    there = client.post(at(offer, "milestones"), plan("Less of it", amount="2100"))
    assert there.url == at(offer, "contract")
    page = client.get(at(offer, "review")).content.decode()

    assert "What changed since the version before" in page
    assert client.get(f"/offers/{offer.pk}/counter/").url == at(offer, "review")
    client.force_login(do.person("Mallory"))
    for step in ("project", "milestones", "contract", "review", "sign"):
        assert client.get(at(offer, step)).status_code == 404


def test_who_enters_finds_what_the_rulebooks_call_it(client, ada):
    client.force_login(ada)

    for url in ("/offers/", "/projects/"):
        page = client.get(url).content.decode()
        assert f'href="/offers/new/?policy={rulebook("studio").pk}"' in page
        for words in ("Send proposal", "Send offer", "Send custom offer"):
            assert words in page
    new = client.get(NEW, {"policy": rulebook("studio").pk})
    assert "<h1>\n" in new.content.decode()
    assert "New proposal" in new.content.decode()


# What is kept, and what is said


def test_what_one_rulebook_has_no_field_for_is_kept_for_another(grace_writes, ada, written):
    offer = written("studio")
    url, due = at(offer, "milestones"), clock.now().date().isoformat()
    saves = {"op": "save"}
    grace_writes.post(at(offer, "project"), project(ada) | saves)
    grace_writes.post(url, plan("Draft", due_on=due) | saves)

    grace_writes.post(at(offer, "project"), project(ada, key="fair", starts_on="") | saves)
    shown = grace_writes.get(url).content.decode()
    hidden = f'<input type="hidden" name="milestones-0-due_on" value="{due}">'
    assert hidden in shown
    grace_writes.post(url, plan("Draft", due_on=due, days="9", substeps="One") | saves)
    grace_writes.post(at(offer, "project"), project(ada) | saves)

    page = grace_writes.get(url)
    row = page.context["editor"].rows[0]
    assert (str(row["due_on"]), row["days"]) == (due, 9)
    assert f'value="{due}"' in page.content.decode()
    assert 'name="milestones-0-days" value="9"' in page.content.decode()


def test_the_day_on_which_it_starts_is_kept_before_anything_was_saved(grace_writes, ada):
    today = clock.now().date()
    grace_writes.post(NEW, project(ada, key="fair", starts_on=today.isoformat()))

    assert Draft.objects.get().terms["starts_on"] == today.isoformat()


def test_one_way_back_from_a_repeated_step(grace_writes, written):
    typed = plan("Brief", "Content") | {"repeat": "1", "repeat_months": "3", "op": "repeat"}

    page = grace_writes.post(at(written(), "milestones"), typed).content.decode()

    assert page.count('value="undo"') == 1
    assert "You removed" not in page
    assert 'name="gone" value="1"' in page


def test_no_price_stands_where_nothing_is_planned(grace_writes, ada):
    first = grace_writes.get(NEW, {"policy": rulebook("studio").pk}).content.decode()
    grace_writes.post(NEW, project(ada))
    second = grace_writes.get(at(Offer.objects.get(), "milestones")).content.decode()

    for page in (first, second):
        assert "Nothing is planned yet." in page
        assert "$0.00" not in page
    assert "You write the plan in the next step" in first


def test_the_last_page_folds_what_the_review_has_shown(grace_writes, written):
    offer = written()
    review = grace_writes.get(at(offer, "review")).content.decode()

    sign = grace_writes.get(at(offer, "sign")).content.decode()

    assert 'data-folds="phone"' not in review
    folded = sign[sign.index('<details class="disclosure" data-folds="phone">') :].partition("</details>")[0]
    for part in ("project", "plan", "prices"):
        assert f'aria-labelledby="{part}"' in folded
    assert 'aria-labelledby="contract"' not in folded  # what is signed is never folded away
    assert sign.index('aria-labelledby="contract"') < sign.index('name="signature"')
