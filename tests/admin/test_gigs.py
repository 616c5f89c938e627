"""Gigs at the desk: looked at in words; removed, given back and moved with a reason; the right to sell in steps."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from marketplace.actors import Support
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.gigs import actions
from marketplace.gigs.models import Category, Gig, StepsBan, WorkflowTemplate
from marketplace.notifications import fan_out
from marketplace.notifications.models import Notification
from tests.admin.conftest import act, page, url
from tests.gigs.workshop import again, draft, published, terms

pytestmark = pytest.mark.django_db

WHY = "Two clients told us so."


@pytest.fixture
def gig(grace) -> Gig:
    return published(grace)


def withdraw_url(person) -> str:
    return reverse("admin:gigs_stepsban_withdraw", args=[person.pk])


def told(person) -> list[str]:
    """The kinds of what somebody was told."""
    fan_out.tell()
    return list(Notification.objects.filter(user=person).order_by("pk").values_list("event__kind", flat=True))


# Looking


def test_a_version_is_shown_in_words(desk, gig):
    for address in (url(gig), url(gig.version)):
        said = page(desk, address)
        for words in ("Three directions on paper", "$240.00", "What do you do, for whom?", "Graphics &amp; Design ›"):
            assert words in said
        assert "{&quot;" not in said
        assert f"/pictures/{gig.pictures.get().key}/320/" in said


def test_a_draft_that_says_nothing_yet_has_its_page(desk, grace):
    begun = actions.begin(by=grace)

    assert "Nothing was published." in page(desk, url(begun))
    assert "not named yet" in page(desk, reverse("admin:gigs_gig_changelist"))


@pytest.mark.parametrize("name", ["gig", "gigversion", "picture", "stepsban", "workflowtemplate"])
def test_a_list_asks_as_much_for_one_as_for_four(desk, grace, sam, django_assert_max_num_queries, name):
    address = reverse(f"admin:gigs_{name}_changelist")
    published(grace)
    page(desk, address)
    for _ in range(3):
        published(grace)

    with django_assert_max_num_queries(16):
        page(desk, address)


def test_the_search_of_the_desk_and_its_first_page_know_gigs(desk, gig):
    assert "A logo and the small system" in page(desk, reverse("admin:search") + "?q=small+system")
    assert url(gig) in page(desk, reverse("admin:search") + f"?q=gig:{gig.pk}")
    assert reverse("admin:gigs_gig_changelist") in page(desk, "/admin/")


# Removing, giving back, moving


def test_removing_is_told_first_and_changes_nothing(desk, gig):
    said = page(desk, url(gig, "remove"))

    assert "Nobody finds or orders it any more" in said
    assert "No order that came from it runs." in said
    assert again(gig).state == "published"


def test_support_removes_and_its_owner_reads_why(desk, grace, gig):
    assert act(desk, gig, "remove", reason=WHY).url == url(gig)

    assert (again(gig).state, again(gig).removed_reason) == ("removed", WHY)
    assert told(grace) == ["gig.removed"]
    assert WHY in page(desk, url(gig))


def test_support_gives_it_back_paused(desk, grace, gig):
    act(desk, gig, "remove", reason=WHY)
    assert WHY in page(desk, url(gig, "restore"))

    act(desk, gig, "restore", reason="It was mended.")

    assert again(gig).state == "paused"
    assert told(grace) == ["gig.removed", "gig.restored"]


def test_moving_tells_what_becomes_of_steps_before_it_is_done(desk, grace, gig):
    posters = Category.objects.get(slug="flyers-posters")

    preview = desk.post(url(gig, "move"), {"category": posters.pk, "reason": WHY, "_preview": ""}).content.decode()
    assert "does not sell work of this kind in steps" in preview
    assert again(gig).category != posters
    act(desk, gig, "move", reason=WHY, category=posters.pk)

    assert (again(gig).category, again(gig).number) == (posters, 2)
    assert told(grace) == ["gig.moved"]


@pytest.mark.parametrize("name", ["remove", "move"])
def test_without_a_reason_nothing_is_done_and_nothing_is_lost(desk, gig, name):
    posters = Category.objects.get(slug="flyers-posters")
    response = act(desk, gig, name, reason=" ", category=posters.pk)

    assert response.status_code == 422
    assert "Give the reason" in response.content.decode()
    assert again(gig).state == "published"
    if name == "move":
        assert f'value="{posters.pk}" selected' in response.content.decode()


def test_removing_twice_is_once(desk, gig):
    act(desk, gig, "remove", reason=WHY)

    assert act(desk, gig, "remove", reason="Again.").status_code == 409
    assert again(gig).removed_reason == WHY


def test_who_may_only_look_has_no_buttons_and_may_not(apprentice, gig):
    assert url(gig, "remove") not in page(apprentice, url(gig))

    assert act(apprentice, gig, "remove", reason=WHY).status_code == 403
    assert apprentice.post(withdraw_url(gig.owner), {"reason": WHY}).status_code == 403
    assert (again(gig).state, StepsBan.objects.count()) == ("published", 0)


# The right to sell in steps


def test_it_is_withdrawn_with_a_reason_and_given_back(desk, sam, grace, gig):
    said = page(desk, withdraw_url(grace))
    assert "Orders that run go on" in said
    assert "1 published gig in steps of theirs" in said

    response = desk.post(withdraw_url(grace), {"reason": WHY})
    ban = StepsBan.objects.get()
    assert f"person__id__exact={grace.pk}" in response.url
    assert (ban.person, ban.by, ban.reason, ban.lifted_at) == (grace, sam, WHY, None)
    act(desk, ban, "lift", reason="A year has passed.")

    assert StepsBan.objects.get().lifted_at
    assert told(grace) == ["steps.withdrawn", "steps.restored"]
    assert Event.objects.of(f"user:{grace.pk}").last().data["reason"] == WHY


def test_withdrawing_twice_is_once(desk, grace):
    desk.post(withdraw_url(grace), {"reason": WHY})

    again_ = desk.post(withdraw_url(grace), {"reason": "Again."})

    assert again_.status_code == 409
    assert StepsBan.objects.get().reason == WHY


def test_lifting_twice_is_once(sam, grace):
    support = Support(sam, WHY)
    ban = actions.withdraw_steps(grace, by=support)
    actions.restore_steps(ban, by=support)

    with pytest.raises(Refused, match="lifted already"):
        actions.restore_steps(ban, by=support)
    actions.withdraw_steps(grace, by=support)
    assert StepsBan.objects.count() == 2


def test_nobody_decides_about_their_own_right(sam):
    with pytest.raises(PermissionDenied):
        actions.withdraw_steps(sam, by=Support(sam, WHY))


def test_of_nobody_there_is_nothing_to_withdraw(desk, grace):
    assert desk.get(reverse("admin:gigs_stepsban_withdraw", args=[grace.pk + 1000])).status_code == 404


# Workflow templates


@pytest.fixture
def template(db) -> WorkflowTemplate:
    return WorkflowTemplate.objects.get(name="A logo in three steps")


def filled(template: WorkflowTemplate, **change) -> dict:
    """What the form of a template is sent with."""
    sent = {"name": template.name, "category": template.category_id}
    for number, one in enumerate(template.stages, start=1):
        sent |= {f"{part}_{number}": one[part] for part in ("name", "description", "days", "share")}
        sent[f"substeps_{number}"] = "\n".join(one["substeps"])
        sent |= {f"call_{number}": "on"} if one["call"] else {}
    return sent | change


def test_a_template_saved_as_it_was_stays_as_it_was(desk, template):
    before = template.stages

    assert desk.post(url(template), filled(template)).status_code == 302
    template.refresh_from_db()
    assert template.stages == before


def test_its_steps_are_edited_one_by_one(desk, template):
    sent = filled(template, share_1=20, share_2=55, substeps_2="Drawing\n\nSmall sizes ", withdrawn="on")

    desk.post(url(template), sent)

    template.refresh_from_db()
    assert [one["share"] for one in template.stages] == [20, 55, 25]
    assert template.stages[1]["substeps"] == ["Drawing", "Small sizes"]
    assert template.withdrawn_at


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"share_1": 50}, "The shares add up to 120 %, not to 100 %: 50 %, 45 % and 25 %."),
        ({"name_2": "", "name_3": "", "share_1": 100}, "A workflow has 2 to 5 steps; this one has 1."),
        ({"days_1": ""}, "A step has days and a share of the price."),
        ({"share_1": "0"}, "id_share_1_error"),
    ],
)
def test_what_does_not_add_up_is_said_and_kept(desk, template, change, why):
    before = template.stages

    response = desk.post(url(template), filled(template, **change))

    assert why in response.content.decode()
    template.refresh_from_db()
    assert template.stages == before


def test_who_wrote_on_something_older_is_told(desk, template):
    seen = desk.get(url(template)).context["adminform"].form.mark
    desk.post(url(template), filled(template, share_1=20, share_2=55))

    response = desk.post(url(template), filled(template, share_1=10, share_2=65, seen=seen))

    assert response.status_code == 409
    template.refresh_from_db()
    assert template.stages[0]["share"] == 20


def test_a_new_template(desk, template):
    sent = filled(template, name="Another one")
    assert desk.post(reverse("admin:gigs_workflowtemplate_add"), sent).status_code == 302

    assert WorkflowTemplate.objects.get(name="Another one").stages == template.stages


def test_who_may_only_look_reads_its_steps(apprentice, template):
    assert "Directions 30 %" in page(apprentice, url(template))


def test_a_draft_is_shown_to_support_but_not_by_its_page(desk, grace):
    begun = draft(grace, terms())

    assert "A logo and the small system" in page(desk, url(begun))
