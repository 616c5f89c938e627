"""The milestone workflow in the editor, without a line of JavaScript."""

from dataclasses import replace

import pytest

from marketplace.gigs.models import Category, StepsBan, WorkflowTemplate
from marketplace.gigs.terms import Faq, Substep, Workflow
from tests.gigs.browsers import Writer, form_of
from tests.gigs.workshop import BASIC, PACKAGES, PREMIUM, STAGES, STANDARD, again, draft, published, said_by, terms
from tests.permissions.markup import flaws

pytestmark = pytest.mark.django_db
ALL = [BASIC, STANDARD, PREMIUM]


@pytest.fixture
def write(client, grace):
    """`write(gig)` is Grace at the third step of her editor."""
    client.force_login(grace)

    def at(gig):
        me = Writer(client, gig)
        me.take(me.look("description"))
        return me

    return at


@pytest.fixture
def empty(grace):
    return draft(grace, terms(workflow=Workflow()))


def template(name="A logo in three steps") -> WorkflowTemplate:
    return WorkflowTemplate.objects.get(name=name)


def errors(page) -> list[str]:
    return [f"{where}: {text}" for _, where, text in page.context["page"].errors]


# Beginning


def test_templates_of_its_own_work_come_before_those_of_its_field(write, empty):
    page = write(empty).look("description")

    names = [one.name for one in page.context["page"].templates]
    assert names == ["A logo in three steps", "A design, from sketch to files"]
    assert page.context["page"].is_paid


def test_start_from_scratch_makes_the_first_empty_milestone(write, empty):
    me = write(empty)

    page = me.press("start.scratch")

    assert len(page.context["page"].living) == 1
    assert form_of(page)["milestone-0-within"] == ALL
    assert form_of(page)["paid"] == "on"
    me.take(page)
    me.press("save")
    assert len(said_by(empty).workflow.stages) == 1


def test_a_template_fills_in_shares_of_each_packages_price(write, empty):
    me = write(empty)

    me.take(me.press(f"start.{template().pk}"))
    assert me.press("next").status_code == 302

    stages = said_by(empty).workflow.stages
    assert [one.name for one in stages] == ["Directions", "The chosen mark, refined", "Files and guide"]
    assert [one.amounts[BASIC] for one in stages] == [7_200, 10_800, 6_000]
    assert [one.amounts[PREMIUM] for one in stages] == [28_800, 43_200, 24_000]
    assert (stages[0].call, [one.name for one in stages[0].substeps][:1]) == (True, ["Kick-off call"])


def test_it_asks_before_a_template_takes_the_place_of_what_is_there(write, grace):
    gig = draft(grace)
    me = write(gig)

    asked = me.press(f"start.{template().pk}")
    assert "takes the place of your 4 milestones" in asked.content.decode()
    assert len(asked.context["page"].living) == 4
    replaced = me.take(asked).press(f"replace.{template().pk}")
    kept = me.take(asked).press("refresh")

    assert [one.name for one in replaced.context["page"].living][0] == "Directions"
    assert replaced.content.decode().count("Put it back") == 4
    assert [one.name for one in kept.context["page"].living][0] == "Three directions on paper"


# Rows


@pytest.mark.parametrize(
    ("op", "order"),
    [
        ("milestone.up.1", [1, 0, 2, 3]),
        ("milestone.down.1", [0, 2, 1, 3]),
        ("milestone.remove.1", [0, 2, 3]),
        ("milestone.up.0", [0, 1, 2, 3]),
        ("milestone.up.99", [0, 1, 2, 3]),
        ("milestone.nonsense.1", [0, 1, 2, 3]),
    ],
)
def test_milestones_move_and_go_with_all_that_is_in_them(write, grace, op, order):
    gig = draft(grace)
    me = write(gig)

    me.take(me.press(op)).press("save")

    assert said_by(gig).workflow.stages == [STAGES[at] for at in order]


def test_a_deleted_milestone_is_put_back_with_its_substeps(write, grace):
    gig = draft(grace)
    me = write(gig)
    me.take(None, **{"milestone-0-name": "Typed", "milestone-0-sub-0-name": "Typed, too"})

    me.take(me.press("milestone.remove.0"))
    me.take(me.press("milestone.restore.0")).press("save")

    stage = said_by(gig).workflow.stages[0]
    assert (stage.name, stage.substeps[0].name, stage.amounts) == ("Typed", "Typed, too", STAGES[0].amounts)


def test_substeps_are_added_deleted_and_put_back(write, grace):
    gig = draft(grace)
    me = write(gig)

    me.take(me.press("milestone-1-sub.add"), **{"milestone-1-sub-0-name": "Small sizes"})
    me.take(None, **{"milestone-1-sub-0-packages": "standard premium"})
    gone = me.press("milestone-1-sub.remove.0")
    me.take(gone)
    me.take(me.press("milestone-1-sub.restore.0")).press("save")

    assert "You deleted “Small sizes”." in gone.content.decode()
    assert said_by(gig).workflow.stages[1].substeps == [Substep("Small sizes", [STANDARD, PREMIUM])]


def test_a_button_keeps_all_that_was_typed_right_or_wrong(write, grace):
    gig = draft(grace)
    me = write(gig)
    typed = {
        "description": "<b>Mine</b>",
        "faq-0-answer": "An answer",
        "milestone-0-days": "soon",
        "milestone-0-basic": "12,5",
        "milestone-1-description": "Said",
    }

    for op in ("milestone.add", "faq.add", "milestone-0-sub.add", "split.typed", "refresh", "clear"):
        shown = form_of(me.take(None, **typed).press(op))
        assert {name: shown[name] for name in typed} == typed, op


def test_questions_with_answers_are_added_and_taken_out(write, grace):
    gig = draft(grace)
    me = write(gig)

    me.take(me.press("faq.add"), **{"faq-1-question": "How?", "faq-1-answer": "By hand."})
    me.take(me.press("faq.remove.0")).press("save")

    assert said_by(gig).faq == [Faq("How?", "By hand.")]


# Amounts


def test_amounts_that_do_not_add_up_are_saved_and_said_in_three_places(write, grace):
    gig = draft(grace)

    page = write(gig).take(None, **{"milestone-1-standard": "196.00"}).press("next")

    said = "Standard costs $480.00, but its milestones add up to $460.00: $20.00 short."
    assert errors(page) == [f"Milestone 3, Amount in Standard: {said}"]
    html = page.content.decode()
    assert html.count("$20.00 short") >= 4  # on top, at the field, in its sum, and beside the milestones
    assert "What you wrote is saved." in html
    assert said_by(gig).workflow.stages[1].amounts[STANDARD] == 19_600
    assert flaws(html) == []


@pytest.mark.parametrize(
    ("op", "key", "amounts"),
    [
        ("split.even", BASIC, [12_000, 12_000]),
        ("split.even", PREMIUM, [24_000, 24_000, 24_000, 24_000]),
        ("split.even.standard", STANDARD, [16_000, 16_000, 16_000]),
    ],
)
def test_a_package_is_split_evenly_in_one_click(write, grace, op, key, amounts):
    gig = draft(grace)
    me = write(gig)

    me.take(me.press(op)).press("save")

    assert [one.amounts[key] for one in said_by(gig).stages_in(key)] == amounts


def test_a_package_is_split_by_percentages_and_what_does_not_fit_is_said_there(write, grace):
    gig = draft(grace)
    me = write(gig)

    wrong = me.take(None, **{"percentages": "25/50/25", "split-package": ""}).press("split.typed")
    me.take(me.take(None, **{"split-package": STANDARD}).press("split.typed")).press("save")

    assert "These are 3 parts, and Basic has 2 milestones." in wrong.content.decode()
    assert [one.amounts[STANDARD] for one in said_by(gig).stages_in(STANDARD)] == [12_000, 24_000, 12_000]


def test_payments_off_keeps_the_milestones_and_asks_no_sums(write, grace):
    gig = draft(grace)
    me = write(gig).take(None, **{"milestone-1-standard": "1"})
    me.data.pop("paid")

    assert me.press("next").status_code == 302

    assert said_by(gig).workflow.paid is False
    assert "Do the amounts add up?" not in me.look("description").content.decode()


def test_amounts_of_a_package_that_is_not_there_wait_for_it(write, grace):
    gig = draft(grace, terms(packages=PACKAGES[:2]))
    me = write(gig)

    me.take(None, description="Another text").press("save")

    assert said_by(gig).workflow.stages == STAGES


# Saving one by itself


def test_a_milestone_of_a_published_gig_is_there_at_once(write, grace):
    gig = published(grace)

    response = write(gig).take(None, **{"milestone-0-name": "Three sketches"}).press("only.0")

    assert response.url.endswith("/edit/description/#milestone-0")
    assert again(gig).version.number == 2
    assert again(gig).version.said.workflow.stages[0].name == "Three sketches"


def test_it_says_that_clients_see_it_or_why_not(write, grace, client):
    gig = published(grace)
    me = write(gig)

    seen = client.get(me.take(None, **{"milestone-0-name": "Sketches"}).press("only.0").url).content.decode()
    waits = me.take(me.look("description"), **{"milestone-0-basic": "1"}).press("only.1")
    why = client.get(waits.url).content.decode()

    assert "Published: clients see it." in seen
    assert "It waits in your draft, because something is missing: " in why
    assert again(gig).version.number == 2
    assert said_by(gig).workflow.stages[0].amounts[BASIC] == 100


def test_a_milestone_has_errors_of_its_own(write, grace):
    gig = draft(grace, terms(description="short"))
    me = write(gig)

    page = me.take(None, **{"milestone-1-name": ""}).press("only.1")
    other = me.take(page).press("only.0")

    assert errors(page) == ["Milestone 2, Name: Give the milestone a name."]
    assert other.status_code == 302


def test_a_substep_has_errors_of_its_own_and_is_published_with_its_milestone(write, grace):
    gig = published(grace)
    me = write(gig)
    me.take(me.press("milestone-1-sub.add"))

    page = me.press("only.1.0")
    assert errors(page) == ["Milestone 2, substep 1, Substep: Say what this part is."]
    assert again(gig).version.number == 1
    me.take(page, **{"milestone-1-sub-0-name": "Small sizes"}).press("only.1.0")

    assert again(gig).version.said.workflow.stages[1].substeps == [Substep("Small sizes")]


def test_saving_what_is_published_unchanged_publishes_nothing(write, grace, client):
    gig = published(grace)

    said = client.get(write(gig).press("only.1").url).content.decode()

    assert "It says what clients see already." in said
    assert again(gig).version.number == 1


def test_the_ends_of_lines_count_as_one_letter(write, grace):
    gig = draft(grace)

    write(gig).take(None, description=f"{'x' * 150}\r\n\r\nmore").press("save")

    assert said_by(gig).description == f"{'x' * 150}\n\nmore"


def test_saving_the_step_of_what_is_published_waits_for_the_last_step(write, grace):
    gig = published(grace)

    write(gig).take(None, **{"milestone-0-name": "Sketches"}).press("save")

    assert again(gig).version.number == 1
    assert said_by(gig).workflow.stages[0].name == "Sketches"


# Where there can be none


def test_work_that_is_not_sold_in_steps_says_why_and_what_to_do_instead(write, grace):
    work = Category.objects.filter(parent__isnull=False, milestone_eligible=False).first()
    gig = draft(grace, terms(work=work.name, workflow=Workflow()))

    html = write(gig).look("description").content.decode()

    assert "No milestones for this gig" in html
    assert "send an offer of your own" in html
    assert "start.scratch" not in html


def test_milestones_of_such_work_are_taken_out_by_one_button(write, grace):
    Category.objects.filter(name="Logo Design").update(milestone_eligible=False)
    gig = draft(grace)
    me = write(gig)

    me.take(me.press("clear")).press("next")

    assert said_by(gig).workflow.stages == []


def test_who_may_not_sell_in_steps_reads_it(write, grace, sam, empty):
    StepsBan.objects.create(person=grace, by=sam, reason="Late too often.")

    assert "withdrawn your right to sell in steps" in write(empty).look("description").content.decode()


# Pages


@pytest.mark.parametrize("step", ["overview", "packages", "description", "requirements", "gallery", "publish"])
@pytest.mark.parametrize(
    "said", [None, {"title": "", "description": "", "questions": [], "faq": [], "workflow": Workflow()}]
)
def test_pages_are_right_as_html(write, grace, step, said):
    gig = draft(grace, terms(**said) if said else terms())

    assert flaws(write(gig).look(step).content.decode()) == []


def test_what_a_button_leaves_is_right_as_html(write, grace):
    gig = draft(grace, terms(packages=PACKAGES[:2], workflow=Workflow(True, [replace(STAGES[0], name="")])))
    me = write(gig)

    for op in (
        "milestone.add",
        "milestone.remove.0",
        "milestone-0-sub.remove.0",
        "faq.remove.0",
        "start.scratch",
        "only.0",
    ):
        page = me.press(op)
        assert flaws(page.content.decode()) == [], op
    assert me.send("packages", "package.remove.standard").status_code == 200
