"""What plays a guide of docs/guides: it presses what the guide says in bold, and takes its pictures on the way."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, expect

from marketplace.guides.library import PICTURES, Guide
from tests.browser.conftest import Viewer

# What is shown ends with the last card or form in it, and so does its picture.
CLIP = """([one, space, tallest]) => {
  const within = one.matches("main") ? [...one.querySelectorAll("h1, .card, form, .panel")] : [one];
  const boxes = within.map(part => part.getBoundingClientRect()).filter(box => box.width && box.height);
  const left = Math.max(0, Math.min(...boxes.map(box => box.left)) - space);
  const right = Math.min(innerWidth, Math.max(...boxes.map(box => box.right)) + space);
  const top = Math.max(0, Math.min(...boxes.map(box => box.top)) - space);
  const bottom = Math.max(...boxes.map(box => box.bottom)) + space;
  return { x: left, y: top + scrollY, width: right - left, height: Math.min(bottom - top, tallest) };
}"""
ANSWERED = 1500  # milliseconds
TALLEST = 1100  # CSS pixels of a picture, from its top
# What stays in sight while one scrolls would lie over what is pictured. A style of the page is forbidden by its policy.
STICKY = ".action-bar, .order-panel, .watch"
PUT_TO_REST = "sticky => document.querySelectorAll(sticky).forEach(one => { one.style.position = 'static' })"
LET_GO = "sticky => document.querySelectorAll(sticky).forEach(one => { one.style.position = '' })"
SPACE = 12  # CSS pixels around what is shown


class Guided:
    """One person of a play. `pressed` has the labels that anybody of the play pressed, chose or was shown."""

    def __init__(self, viewer: Viewer, pressed: set[str], pictures: Path | None):
        self.viewer, self.page, self.pressed, self.pictures = viewer, viewer.page, pressed, pictures

    def press(self, label: str, *, within: Locator | None = None) -> None:
        """A button, or a link that looks like one, by the beginning of what stands on it."""
        thing = self._thing(label, within)
        self.pressed.add(label)
        self.viewer._click(thing)

    def menu(self, label: str) -> None:
        """A place that stands in the menu of the account or in the bar at the top."""
        account = self.page.locator("header details.menu[data-for=desk]")
        account.locator("summary").click()
        link = self.page.locator("header").get_by_role("link", name=label).filter(visible=True).first
        self.pressed.add(label)
        self.viewer._click(link)

    def unfold(self, label: str) -> None:
        self.pressed.add(label)
        self.page.locator("main summary:visible", has_text=label).first.click()

    def choose(self, label: str) -> None:
        self.pressed.add(label)
        self.viewer.choose(label)

    def is_shown(self, label: str) -> None:
        """What the guide names but does not press."""
        self.pressed.add(label)
        expect(self.page.locator("main").get_by_text(label).filter(visible=True).first).to_be_visible()

    def open(self, path: str) -> None:
        self.viewer.open(path)

    def fill(self, **fields: str) -> None:
        self.viewer.fill(**fields)

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[name={name}]:visible").first

    def picture(self, name: str, of: str = "main") -> None:
        """Keep what `of` shows as static/guides/NAME.webp, if pictures are wanted; it must be there in any case."""
        thing = self.page.locator(of).first
        expect(thing).to_be_visible()
        if self.pictures is None:
            return
        self.page.mouse.move(0, 0)
        self.page.evaluate("scrollTo(0, 0)")
        self.page.evaluate("document.activeElement.blur()")
        self.page.wait_for_timeout(ANSWERED)  # leaving a field may bring a part of the page anew
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        self.page.evaluate(PUT_TO_REST, STICKY)
        clip = self.page.evaluate(CLIP, [thing.element_handle(), SPACE, TALLEST])
        shot = self.page.screenshot(full_page=True, clip=clip, animations="disabled")
        self.page.evaluate(LET_GO, STICKY)
        with Image.open(BytesIO(shot)) as picture:
            picture.convert("RGB").save(self.pictures / f"{name}.webp", quality=80, method=6)

    def _thing(self, label: str, within: Locator | None) -> Locator:
        """The first of what is seen and so called, a button before a link."""
        place = within or self.page
        for role in ("button", "link"):
            found = place.get_by_role(role, name=label, exact=False).filter(visible=True)
            if found.count():
                return found.first
        raise AssertionError(f"{self.page.url} has no “{label}”.")


def unheard(guide: Guide, pressed: set[str]) -> list[str]:
    """The labels of a guide that its play neither pressed nor was shown."""
    known = {_folded(one) for one in pressed}
    return [label for label in guide.labels if _folded(label) not in known]


def _folded(label: str) -> str:
    return label.replace("…", "").strip().casefold()


def folder(config) -> Path | None:
    """Where pictures go: bin/guides asks for them with --pictures."""
    if not config.getoption("--pictures"):
        return None
    PICTURES.mkdir(exist_ok=True)
    return PICTURES
