"""The checker itself: it finds what the W3C's would."""

import pytest

from tests.permissions.markup import flaws

PAGE = "<!doctype html><html lang='en'><head><title>x</title></head><body><main>{}</main></body></html>"


def test_a_sound_page_has_no_flaws():
    sound = "<p><label for='a'>A</label> <input id='a' data-other='/'></p><ul><li><a href='#a'>B</a></li></ul>"

    assert flaws(PAGE.format(sound)) == []


@pytest.mark.parametrize(
    "unsound",
    [
        "<p><div></div></p>",
        "<ul><p>x</p></ul>",
        "<ul>x</ul>",
        "<li>x</li>",
        "<a href='/'><button>x</button></a>",
        "<form><form></form></form>",
        "<button><h2>x</h2></button>",
        "<b><i>x</b></i>",
        "<section>",
        "<p id='a'></p><p id='a'></p>",
        "<p class='a' class='b'></p>",
        "<label for='nowhere'>x</label>",
        "<label for='a'>x</label><div id='a'></div>",
        "<p aria-describedby='nowhere'></p>",
        "<a href='#nowhere'>x</a>",
        "<button form='nowhere'>x</button>",
        "<div hx-get='/'></div>",
        "<div data-hx-get='/'></div>",
        "<div style='color: red'></div>",
        "<img src='/'>",
        "<centre></centre>",
        "<main></main>",
    ],
)
def test_what_is_unsound_is_found(unsound):
    assert len(flaws(PAGE.format(unsound))) >= 1


def test_a_part_of_a_page_may_point_at_what_is_elsewhere():
    assert flaws("<label for='elsewhere'>A</label>") == []
    assert flaws("<p><div></div></p>") != []
