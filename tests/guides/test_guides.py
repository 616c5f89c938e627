"""The guides as pages: whole, linked, found by words, and speaking of what is there."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.html import strip_tags

from marketplace.guides import library, search
from marketplace.offers import origins

GUIDES = library.guides()
every_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
CODE = ("marketplace", "milestones", "escrow")
COMPOSED = {f"Send {word}" for word in origins.WORDS.values()}  # labels that are written nowhere in one piece


@every_guide
@pytest.mark.django_db
def test_each_is_a_page_with_its_contents(client, guide):
    response = client.get(guide.get_absolute_url())

    said = response.content.decode()
    assert response.status_code == 200
    assert f"<h1>{guide.title}</h1>" in said
    assert len(guide.contents) >= 2
    for section in guide.contents:
        assert f'href="#{section.anchor}"' in said
        assert f'<h2 id="{section.anchor}">' in said


@pytest.mark.django_db
def test_they_are_listed_in_their_order_and_led_to_from_every_page(client):
    said = client.get("/help/").content.decode()
    places = [said.index(one.get_absolute_url()) for one in GUIDES]

    assert places == sorted(places)
    assert 'href="/help/"' in client.get("/policies/").content.decode()
    assert client.get("/help/nowhere/").status_code == 404


def test_every_picture_was_taken_and_none_is_left_over():
    """bin/guides takes them; a guide leaves out what it did not find."""
    shown = {name for guide in GUIDES for name in re.findall(r'src="[^"]*guides/([\w-]+)\.', guide.html)}
    written = set(
        re.findall(r"static/guides/([\w-]+)\.webp", " ".join(map(Path.read_text, library.FOLDER.glob("*.md"))))
    )
    taken = {path.stem for path in library.PICTURES.glob("*.webp")}

    assert len(shown) > 12
    assert shown == written == taken


@every_guide
def test_what_is_bold_is_written_on_the_site(guide):
    """A label in bold is one that is pressed or chosen, word for word; a sentence that ends in a mark is not."""
    missing = [one for one in guide.labels if one.lower() not in _site() and one not in COMPOSED]

    assert missing == []


@cache
def _site() -> str:
    """All that templates and code say, in lower case, each run of blanks one."""
    files = [*(settings.BASE_DIR / "templates").rglob("*.html")]
    files += [path for app in CODE for path in (settings.BASE_DIR / app).rglob("*.py")]
    return " ".join(" ".join(strip_tags(_plain(path)).split()) for path in files).lower()


def _plain(path: Path) -> str:
    return re.sub(r"{%.*?%}", " ", path.read_text(encoding="utf-8"))


@every_guide
def test_every_link_leads_somewhere(guide):
    for href in re.findall(r'href="([^"]+)"', guide.html):
        address, _, anchor = href.partition("#")
        try:
            resolve(address or guide.get_absolute_url())
        except Resolver404:
            pytest.fail(f"{href} leads nowhere")
        if anchor:
            target = next(one for one in GUIDES if one.get_absolute_url() == address) if address else guide
            assert anchor in [one.anchor for one in target.contents]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("proposal", "send-a-proposal"),
        ("SUBSTEP", "a-gig-in-milestones"),
        ("create mileston", "post-a-job"),
        ("deposit lesser", "a-fixed-price-contract"),
        ("cáncelled offer", "a-custom-offer"),
        ("suspend somebody", "for-support"),
    ],
)
def test_they_are_found_by_words_and_by_beginnings_without_accents(typed, first):
    hit = search.found(typed)[0]
    assert hit.guide.slug == first
    assert hit.excerpt


@pytest.mark.parametrize("typed", ["", "zebra", "proposal zebra", "!?", "<!>", "x" * 5000])
@pytest.mark.django_db
def test_what_is_not_there_is_not_found_and_the_page_says_so(client, typed):
    assert search.found(typed) == []
    response = client.get("/help/", {"q": typed})
    assert response.status_code == 200
    assert ("Nothing for" in response.content.decode()) == bool(typed)


def test_a_file_that_is_no_guide_is_refused(tmp_path):
    path = tmp_path / "7-nothing.md"
    path.write_text("Words without a title.\n")
    with pytest.raises(ValueError, match="no guide"):
        library._read(path)
