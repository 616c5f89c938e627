"""What is too small, too large or too long is said in our words, whichever form says it."""

import pytest
from django import forms


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.IntegerField(min_value=1), "0", "At least 1."),
        (forms.DecimalField(max_value=5), "5.5", "At most 5."),
        (forms.CharField(max_length=3), "four", "This can have at most 3 characters; it has 4."),
    ],
)
def test_nobody_reads_of_this_value(field, typed, said):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)

    assert refused.value.messages == [said]
