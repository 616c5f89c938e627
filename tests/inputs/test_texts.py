"""A text that nobody can see says nothing: a reason, an answer or a message of it is none."""

import pytest
from django import forms

from marketplace.fields import TextField
from tests.inputs.test_cost import forms_of_ours

UNSEEN = ["\u200b", "\u2800\n\u3164", "\u00ad" * 30, "\ufe0f", " \u202e ", "\u2066\u2069"]
SEEN = ["No.", "…", "❤️", "\u200bNo", "לא", "ไม่", "👍", "+1"]


@pytest.mark.parametrize("typed", UNSEEN)
def test_what_nobody_sees_is_nothing(typed):
    with pytest.raises(forms.ValidationError, match="required"):
        TextField().clean(typed)
    assert TextField(required=False, max_length=10).clean(typed) == ""


@pytest.mark.parametrize("typed", SEEN)
def test_what_is_seen_is_kept_as_it_is(typed):
    assert TextField(max_length=10).clean(typed) == typed


def test_every_long_text_of_ours_is_such_a_text():
    own = {
        f"{form.__name__}.{name}"
        for form in forms_of_ours()
        for name, field in getattr(form, "base_fields", {}).items()
        if type(field) is forms.CharField and isinstance(field.widget, forms.Textarea) and field.required
    }

    assert own <= {"PolicyForm.summary"}


def test_a_dispute_has_a_reason_that_can_be_read(client, ada, order):
    placed = order("fair")
    client.force_login(ada)

    response = client.post(
        f"/orders/{placed.pk}/dispute/", {"milestone": placed.plan[0].pk, "reason": "\u200b", "wanted": ""}
    )

    assert response.status_code == 422
    assert not placed.cases.exists()
