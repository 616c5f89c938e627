"""The verbs of the brief: the client answers what an order asks; the freelancer begins without, reminds, sends back."""

from marketplace.verbs import DANGER, Verb
from milestones.actions import brief
from milestones.forms import brief as forms
from milestones.models import Order
from milestones.wording import briefing

# The first two share a page, which is more than a form (views/answers_page.py).
ON_BRIEF = [
    Verb(name="answer", about=Order, act=brief.answer, form=forms.AnswersForm),
    Verb(name="hand_in_answers", about=Order, act=brief.hand_in_answers, form=forms.HandInForm),
    Verb(
        name="remind",
        about=Order,
        act=brief.remind,
        label="Remind",
        explains=briefing.remind,
        confirm="Send the reminder",
    ),
    Verb(
        name="skip_answers",
        about=Order,
        act=brief.skip_answers,
        label="Start without the answers",
        explains=briefing.skip_answers,
    ),
    Verb(
        name="return_answers",
        about=Order,
        act=brief.return_answers,
        form=forms.ReturnForm,
        label="Send the answers back",
        explains=briefing.return_answers,
    ),
    Verb(
        name="call_off",
        about=Order,
        act=brief.call_off,
        label="Cancel the order",
        explains=briefing.call_off,
        confirm="Cancel the order, give everything back",
        tone=DANGER,
    ),
]
