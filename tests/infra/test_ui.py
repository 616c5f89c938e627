"""Tags and field templates that every page uses."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.urls import resolve

from marketplace.elements import badge
from marketplace.gigs.urls import urlpatterns
from marketplace.templatetags import ui
from marketplace.templatetags.ui import browser, icon
from marketplace.widgets import AmountInput, Explained, RadioCards


def render(text, **context):
    return Template("{% load ui %}" + text).render(Context(context))


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in icon("check")
    assert 'role="img" aria-label="&lt;Paid&gt;"' in icon("check", "<Paid>")


def test_a_badge_escapes_its_words():
    assert badge("paid", "<b>") == '<span class="badge" data-state="paid">&lt;b&gt;</span>'
    assert ">In flight<" in badge("in_flight")


def test_a_money_bar_reads_itself_aloud_and_adds_up():
    html = " ".join(render('{% money_bar 200000 100000 100000 "USD" %}').split())

    assert 'aria-label="$2,000.00 paid, $1,000.00 held in escrow, $1,000.00 to come"' in html
    assert '<rect data-part="paid" x="0%" y="-2" width="50%"' in html
    assert '<rect data-part="held" x="50%" y="-2" width="25%"' in html
    assert 'aria-label="Nothing yet"' in render('{% money_bar 0 0 0 "USD" %}')


def test_a_link_to_a_part_that_is_not_there_is_nothing(rf):
    assert render('{% nav_link "Gone" "nobody:nowhere" %}', request=rf.get("/")) == ""


def test_a_link_knows_where_we_are(rf):
    assert 'aria-current="page"' in render('{% nav_link "S" "accounts:settings" %}', request=rf.get("/settings/x/"))
    assert "aria-current" not in render('{% side_link "S" "accounts:settings" %}', request=rf.get("/settings/x/"))


@pytest.mark.parametrize(
    ("page", "here"),
    [
        ("/gigs/", "Browse"),
        ("/gigs/logo-design/", "Browse"),
        ("/gigs/7/a-logo/", "Browse"),
        ("/gigs/mine/", "Your gigs"),
        ("/gigs/new/", "Your gigs"),
        ("/gigs/7/edit/overview/", "Your gigs"),
        ("/gigs/7/preview/", "Your gigs"),
        ("/gigs/7/close/", "Your gigs"),
    ],
)
def test_ones_own_gigs_are_a_section_of_their_own(rf, page, here):
    request = rf.get(page)
    request.resolver_match = resolve(page)
    links = '{% nav_link "Browse" "gigs:browse" %}{% nav_link "Your gigs" "gigs:mine" %}'

    assert re.findall(r'aria-current="page">([\w ]+)<', render(links, request=request)) == [here]


def test_every_page_of_ones_own_gigs_is_one_of_that_section():
    """Those that ask for who has a gig, by their modules."""
    own = {f"gigs:{one.name}" for one in urlpatterns if one.callback.__module__.endswith((".writing", ".selling"))}

    assert set(ui.SECTIONS) == own


@pytest.mark.parametrize(
    ("says", "is_"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1 Safari/1", "Chrome on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/1 Safari/1 Edg/1", "Edge on Windows"),
        ("curl/8", "A browser"),
    ],
)
def test_browsers_are_named(says, is_):
    assert browser(says) == is_


class Order(forms.Form):
    title = forms.CharField(help_text="What it is called.")
    price = forms.DecimalField(widget=AmountInput("EUR"), required=False)
    rules = forms.ChoiceField(choices=[("fair", Explained("Fair", "Eight days."))], widget=RadioCards)
    agreed = forms.BooleanField(label="I agree")


def test_a_field_is_tied_to_its_help_and_errors():
    html = " ".join(str(Order({"price": "many"})).split())

    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_error"' in html
    assert 'value="many"' in html
    assert 'Price <span class="optional">(optional)</span>' in html


def test_controls_of_our_own():
    html = re.sub(r">\s+<", "><", str(Order()))

    assert '<span aria-hidden="true">€</span><input type="text" name="price"' in html
    assert "<b>Fair</b><small>Eight days.</small>" in html
    assert '<label for="id_agreed">I agree</label>' in html
