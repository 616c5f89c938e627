"""What the freelancer needs to know before the work begins."""

from django import forms

from marketplace.fields import TextField
from milestones.forms.fields import LinesField
from milestones.questions import CHOOSES, LONGEST_OPTION, LONGEST_QUESTION, MOST_OPTIONS, Question, QuestionKind

KINDS = {
    QuestionKind.TEXT: "Words of their own",
    QuestionKind.CHOICE: "One of several",
    QuestionKind.CHOICES: "Any of several",
    QuestionKind.FILE: "Files",
}


class QuestionForm(forms.Form):
    """One question to the client. Options are kept only where they are chosen from."""

    hide_optional = True

    text = TextField(
        label="Question", required=False, max_length=LONGEST_QUESTION, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(label="Answered with", choices=list(KINDS.items()), initial=QuestionKind.TEXT)
    options = LinesField(
        label="To choose from",
        required=False,
        max_items=MOST_OPTIONS,
        max_item=LONGEST_OPTION,
        help_text=f"One a line, 2 to {MOST_OPTIONS}.",
    )
    needed = forms.BooleanField(label="The work can’t begin without the answer", required=False)

    def question(self, key: str) -> Question:
        """What was typed, under this key. Call it when the form is valid."""
        data = self.cleaned_data
        options = data["options"] if data["kind"] in CHOOSES else []
        return Question(key, data["text"], data["kind"], options, data["needed"])
