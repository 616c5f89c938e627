"""Tables that are cards on a phone: what heads a card reads from the left, however many lines it takes."""

import pytest

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

# The rightmost beginning of a line of each heading, against the leftmost.
RAGGED = """() => {
  const heads = [...document.querySelectorAll('[data-phone=cards] tbody :is(th, td):not([data-label])')];
  return heads.filter((one) => {
    const text = document.createRange();
    text.selectNodeContents(one);
    const begins = [...text.getClientRects()].filter((box) => box.width > 1).map((box) => box.left);
    return Math.max(...begins) - Math.min(...begins) > 1;
  }).map((one) => one.innerText);
}"""
HEADINGS = "document.querySelectorAll('[data-phone=cards] tbody th:not([data-label])').length"


def test_what_heads_a_card_begins_at_its_left(viewer):
    grace = viewer(360).be("Grace")

    grace.open("/projects/")

    assert grace.page.evaluate(HEADINGS) > 5
    assert grace.page.evaluate(RAGGED) == []
