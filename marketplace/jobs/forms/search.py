"""A search that is mailed once a day."""

from django import forms

from marketplace.fields import LineField


class SearchForm(forms.Form):
    """Its name, and what its address says after the question mark."""

    hide_optional = True

    name = LineField(label="Call it", max_length=120, help_text="It is the subject of the mails.")
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
