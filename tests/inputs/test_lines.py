"""Whoever writes a name or a title, by a form, at the desk or in code: one rule, on the model's field."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

LINES = [
    "accounts.User.display_name", "accounts.User.headline", "gigs.Category.name", "helpdesk.Ticket.subject",
    "milestones.Milestone.name", "milestones.Order.title", "policies.Policy.name", "policies.Policy.summary",
    "policies.Policy.modelled_on", "offers.Offer.title", "offers.Signature.name", "offers.Version.title",
]  # fmt: skip


@pytest.mark.parametrize("text", ["\u2800", "a\u202eb", "=?utf-8?q?x?=", "…", "a\nb"])
@pytest.mark.parametrize("field", LINES)
def test_what_cannot_be_read_is_refused(field, text):
    app, model, name = field.split(".")

    with pytest.raises(ValidationError):
        apps.get_model(app, model)._meta.get_field(name).run_validators(text)


@pytest.mark.parametrize("field", LINES)
def test_words_are_taken(field):
    app, model, name = field.split(".")

    apps.get_model(app, model)._meta.get_field(name).run_validators("Ein Café 24")


@pytest.mark.parametrize("skills", ["web", [1], ["x" * 41], ["x"] * 16, ["\u3164"]])
def test_skills_are_some_short_lines(skills):
    with pytest.raises(ValidationError):
        apps.get_model("accounts", "User")._meta.get_field("skills").run_validators(skills)
