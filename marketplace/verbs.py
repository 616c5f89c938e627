"""The shape of a verb: something that people do to a thing, told once for its gate, form, button, address and view."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from inspect import signature

from django import forms
from django.db import models
from django.utils.safestring import SafeString

from marketplace import transitions

PLAIN, PRIMARY, DANGER = "plain", "", "danger"  # the tones of a button

# A text, or what makes one of whatever the page knows and the thing that the verb is about.
Text = str | Callable[..., str]


def always(page, thing) -> bool:
    return True


class VerbForm(forms.Form):
    """What a verb asks: of this reader, about this thing."""

    verb = ""

    def __init__(self, *args, reader, about, **options):
        super().__init__(*args, **options)
        self.reader, self.about = reader, about

    @property
    def subject(self):
        """What the action is called with first: what the verb is about, or what was chosen of it."""
        return self.about

    @property
    def terms(self) -> dict:
        """What else the action takes."""
        return self.cleaned_data


@dataclass(frozen=True, kw_only=True)
class Verb:
    """`act(thing, by=…)` is the action. The model's transition or gate of the same name, or of that in `gate`, says who
    may call it and when.

    `label` is on what leads to it; without one the page has a place of its own for the verb. `explains` tells what it
    does to whose money, and `confirm` is the button under that, the label where there is none; what explains nothing
    has a page of its own. `page` is the template of that page where it is nothing but the form and these words, under
    `title` (the label where there is none). `previews`: a page comes between its form and what it does. `worth` says
    whether it is worth a button where it may be done. `done` is said afterwards where no recorded event says it, and
    `icon` stands before the label where the page has icons.
    """

    name: str
    about: type[models.Model]
    act: Callable
    gate: str | Callable = ""
    label: Text = ""
    explains: Text = ""
    confirm: Text = ""
    tone: Text = PLAIN
    form: type[VerbForm] | None = None
    page: str = ""
    title: Text = ""
    previews: bool = False
    done: Text = ""
    icon: str = ""
    worth: Callable[..., bool] = always

    @property
    def has_page(self) -> bool:
        """Whether what leads to it is a link: to the page of its form, or to one that says what it does."""
        return bool(self.page) or not self.explains

    @property
    def address(self) -> str:
        """The last words of its address: of which thing, and what."""
        return f"{self.about._meta.model_name}s/<int:pk>/{self.name.replace('_', '-')}/"

    @cached_property
    def takes_once(self) -> bool:
        """Whether its action takes the key of a form, so that the same form does it once."""
        return "once" in signature(self.act).parameters

    def asked(self, thing):
        """The gate of this thing: `authorize`, `may` and `why_not` take it."""
        return self.gate(thing) if callable(self.gate) else getattr(thing, self.gate or self.name)

    def may(self, thing, by) -> bool:
        return transitions.may(self.asked(thing), by)

    def why_not(self, thing, by) -> str:
        return transitions.why_not(self.asked(thing), by)

    def form_for(self, reader, thing, *data, **options) -> VerbForm | None:
        """Its form, empty or with what was sent (POST and FILES); None where it asks nothing."""
        if self.form is None:
            return None
        form = self.form(*data, reader=reader, about=thing, auto_id=f"{self.name}-{thing.pk}-%s", **options)
        form.verb = self.name
        return form


@dataclass(frozen=True)
class Button:
    """One thing that can be done: a link (`url`), or a form that says what it will do and has one button."""

    name: str
    label: str
    url: str
    explanation: SafeString | str = ""
    confirm: str = ""
    kind: str = PLAIN
    icon: str = ""
    form: forms.Form | None = None
    is_link: bool = False
    has_page: bool = False  # what comes of its form is asked on a page of its own first

    @property
    def takes_files(self) -> bool:
        return self.form is not None and self.form.is_multipart()

    @property
    def is_open(self) -> bool:
        """Whether its form came back with an error."""
        return self.form is not None and self.form.is_bound


def button(verb: Verb, page, thing, *, url: str, reader, bound: VerbForm | None = None) -> Button:
    """A verb as a button of this reader's. `page` is what its texts are told, `bound` a form that came back."""
    came_back = bound if bound and bound.verb == verb.name else None
    return Button(
        name=verb.name,
        label=said(verb.label, page, thing),
        url=url,
        explanation="" if verb.page else said(verb.explains, page, thing),
        confirm=said(verb.confirm or verb.label, page, thing),
        kind=said(verb.tone, page, thing),
        icon=verb.icon,
        form=None if verb.page else came_back or verb.form_for(reader, thing),
        is_link=verb.has_page,
        has_page=verb.previews,
    )


def said(text: Text, *about) -> str:
    """A text of a verb, for what it is about."""
    return text(*about) if callable(text) else text
