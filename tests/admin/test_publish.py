"""Publishing a rulebook in the desk: a prefilled form, messages next to the fields, a preview, one new version."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.policies.models import Policy
from tests.admin.conftest import enter, page, url

pytestmark = pytest.mark.django_db

PUBLISHED = 27  # six rulebooks, each in four versions, and three in a fifth

ADD = reverse("admin:policies_policy_add")


def again_from(policy) -> str:
    return f"{ADD}?from={policy.pk}"


def fields_of(html: str) -> dict:
    """What a browser would send back: every field of the form with its value."""
    form = html[html.index('id="publish_form"') : html.rindex("</form>")]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = attributes.get("type")
        if kind == "submit" or (kind in ("checkbox", "radio") and " checked" not in tag) or " disabled" in tag:
            continue
        sent.setdefault(attributes["name"], []).append(attributes.get("value", "on" if kind == "checkbox" else ""))
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        sent[name] = re.findall(r'<option value="([^"]*)" selected', options)
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\s*(.*?)</textarea>', form, re.S):
        sent[name] = [unescape(text)]
    return sent


@pytest.fixture
def form(desk, preset):
    """The form for a new version of steps8 as a browser would send it, with changes."""

    def filled(**changes):
        sent = fields_of(page(desk, again_from(preset("steps8"))))
        return {**sent, **changes}

    return filled


def publish(desk, policy, sent, press="_publish"):
    return desk.post(again_from(policy), {**sent, press: "1"})


def test_the_form_starts_with_what_the_version_says(form):
    sent = form()

    assert (sent["review_days"], sent["client_fee"], sent["reminder_hours"]) == (["8"], ["5.5"], ["48,24"])
    assert (sent["rate_JPY"], sent["origins"], sent["offer_total_over"]) == (["150"], ["gig", "custom_offer"], ["on"])
    assert "key" not in sent


def test_it_publishes_the_next_version(desk, sam, preset, form):
    response = publish(desk, preset("steps8"), form(review_days="5", client_fee="4.25", rate_KWD=""))

    new = Policy.objects.get(key="steps8", version=6)
    assert response.url == url(new)
    assert (new.review_days, new.client_fee, new.published_by) == (5, 425, sam)
    assert new.reference_rates == {
        code: rate for code, rate in preset("steps8").reference_rates.items() if code != "KWD"
    }
    unchanged = ("offer_total_min", "origins", "cancel_ways", "reminder_hours", "charge_grace_hours", "freelancer_fee")
    assert all(getattr(new, name) == getattr(preset("steps8"), name) for name in unchanged)


def test_twice_is_once(desk, preset, form):
    sent = form(review_days="5")
    publish(desk, preset("steps8"), sent)

    response = publish(desk, preset("steps8"), sent)

    assert response.status_code == 422
    assert "Version 6 was published meanwhile" in response.content.decode()
    assert Policy.objects.filter(key="steps8").count() == 6


def test_the_preview_shows_the_page_and_publishes_nothing(desk, preset, form):
    response = publish(desk, preset("steps8"), form(review_days="5"), press="_preview")

    said = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "If the client does not answer within 5 days, the delivery counts as accepted" in said
    assert "What changes from version 5" in said
    assert Policy.objects.count() == PUBLISHED


def test_nothing_changed_is_not_a_new_version(desk, preset, form):
    response = publish(desk, preset("steps8"), form())

    assert response.status_code == 422
    assert "Nothing differs" in response.content.decode()
    assert Policy.objects.count() == PUBLISHED


def test_what_was_withdrawn_is_offered_again_as_it_was(desk, preset, form):
    withdrawn, sent = preset("steps8"), form()
    desk.post(url(withdrawn, "withdraw"))
    assert not Policy.objects.offered().filter(key="steps8").exists()

    publish(desk, withdrawn, sent)

    assert Policy.objects.offered().get(key="steps8").version == withdrawn.version + 1


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("charge_grace_hours", {"charge_grace_hours": ""}),
        ("extension_silence_hours", {"extension_silence_hours": ""}),
        ("client_fee_small", {"client_fee_small": ""}),
        ("client_fee_small_under", {"client_fee_small_under": ""}),
        ("gig_milestones_max", {"gig_milestones_min": "6"}),
        ("offer_milestones_max", {"offer_milestones_min": "9"}),
        ("origins", {"origins": []}),
        ("cancel_ways", {"cancel_ways": []}),
        ("review_outcome", {"review_days": ""}),
        ("reminder_hours", {"reminder_hours": "48,soon"}),
        ("reminder_hours", {"reminder_hours": "500"}),
        ("client_fee", {"client_fee": "100.5"}),
        ("client_fee", {"client_fee": "5.555"}),
        ("client_fee", {"client_fee": ""}),
        ("rate_EUR", {"rate_EUR": "0"}),
        ("rate_EUR", {"rate_EUR": "cheap"}),
        ("name", {"name": ""}),
        ("is_default", {"is_default": "on"}),
    ],
)
def test_what_is_wrong_is_said_next_to_its_field(desk, preset, form, field, changes):
    response = publish(desk, preset("steps8"), form(**changes))

    assert response.status_code == 422
    said = response.content.decode()
    row = said[said.index(f'id="id_{field}_error"') :][:400]
    assert "<li>" in row
    assert Policy.objects.count() == PUBLISHED


def test_the_dollar_stays_one_dollar(desk, preset, form):
    publish(desk, preset("steps8"), form(rate_USD="3", review_days="5"))

    assert Policy.objects.get(key="steps8", version=6).reference_rates["USD"] == "1"


def test_a_new_rulebook_starts_empty_and_becomes_version_1(desk, form):
    assert 'value="steps8"' not in page(desk, ADD)

    response = desk.post(ADD, {**form(key="house", name="House"), "_publish": "1"})

    assert response.url == url(Policy.objects.get(key="house", version=1))


def test_the_key_of_a_rulebook_is_taken(desk, form):
    response = desk.post(ADD, {**form(key="fair"), "_publish": "1"})

    assert response.status_code == 422
    assert "A rulebook with this key exists" in response.content.decode()


def test_an_old_version_leads_to_the_form_of_the_newest(desk, preset, form):
    publish(desk, preset("steps8"), form(review_days="5"))

    sent = fields_of(page(desk, again_from(preset("steps8"))))

    assert sent["review_days"] == ["5"]


@pytest.mark.parametrize("pk", ["999999", "x", "1;"])
def test_a_version_that_is_not_there_is_not_found(desk, pk):
    assert desk.get(f"{ADD}?from={pk}").status_code == 404


def test_the_buttons_are_on_the_page_of_the_version(desk, preset):
    said = page(desk, url(preset("steps8")))

    assert again_from(preset("steps8")) in said
    assert url(preset("steps8"), "withdraw") in said


def test_a_published_version_can_only_be_read(desk, preset):
    response = desk.post(url(preset("steps8")), {"review_days": "1"})

    assert response.status_code == 403
    assert preset("steps8").review_days == 8


@pytest.mark.parametrize("permission", ["add_policy", "change_policy"])
def test_support_without_the_permission_may_not(sam, preset, permission):
    sam.user_permissions.remove(Permission.objects.get(codename=permission))
    browser = enter(User.objects.get(pk=sam.pk))
    address = ADD if permission == "add_policy" else url(preset("steps8"), "withdraw")

    assert browser.get(address).status_code == 403
    assert browser.post(address, {"key": "house"}).status_code == 403
    assert address not in page(browser, url(preset("steps8")))


def test_nobody_else_may(intruder, preset):
    for address in (ADD, url(preset("steps8"), "withdraw")):
        assert intruder.post(address).status_code in (302, 403)
    assert Policy.objects.filter(withdrawn_at=None).count() == PUBLISHED


def test_withdrawing_asks_first_and_then_does_it(desk, preset, order):
    order("steps8")

    said = page(desk, url(preset("steps8"), "withdraw"))
    assert "1 active order under it goes on as signed" in said
    assert preset("steps8").withdrawn_at is None

    desk.post(url(preset("steps8"), "withdraw"))
    assert preset("steps8").withdrawn_at
    assert desk.post(url(preset("steps8"), "withdraw")).status_code == 409


def test_withdrawing_the_default_says_what_comes_instead(desk, preset):
    assert "New offers will start with Studio instead" in page(desk, url(preset("fair"), "withdraw"))
