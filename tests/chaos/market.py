"""People on a market: they look around, order, answer what is asked, and hand in, as fast as pages come."""

import random
import re
import threading
import time

from tests.chaos.players import DONE, Forms, NoPage, Person

WORDS = ["logo", "lighthouse", "shop", "garden letter", "all that belongs", "po", "logoo"]
PLACES = [
    "/",
    "/gigs/graphics-design/",
    "/gigs/logo-design/?sort=price",
    "/gigs/?steps=on&sort=newest",
    "/people/?q=cha",
]
LOOKS = 4  # pages of results before somebody orders
WAIT = 40  # seconds for the bank
GIG = re.compile(r'href="(/gigs/\d+/[\w-]+/)"')
THERE = re.compile(r'<a class="button" href="([^"]+)"[^>]*>\s*See what it paid for')
PACKAGE = re.compile(r'name="package" value="(\w+)"')
PICTURE = re.compile(r"/pictures/\w+/320/")


class Visitor(threading.Thread):
    """Somebody at a browser, until they have had enough; what went wrong, and how long each page took."""

    def __init__(self, ports: list[int], said: dict, until: float, *, haste: float):
        super().__init__(daemon=True)
        self.person, self.until, self.haste = Timed(ports, said), until, haste
        self.troubles: list[str] = []
        self.dice = random.Random(said["pk"])

    def run(self):
        while time.monotonic() < self.until:
            try:
                self.visit()
            except Exception as trouble:  # told by the test
                self.troubles.append(f"{time.strftime('%T')} {type(trouble).__name__}: {trouble}")
            self.rest()

    def rest(self) -> None:
        time.sleep(self.dice.random() * self.haste)

    def see(self, path: str) -> str:
        """A page, with some of its pictures."""
        page = self.person.get(path)
        for picture in sorted(set(PICTURE.findall(page)))[:3]:
            self.person.fetch(picture)
        self.rest()
        return page

    def visit(self) -> None:
        raise NotImplementedError


class Timed(Person):
    """One browser that keeps the time of each of its answers, in seconds."""

    def __init__(self, ports, said):
        super().__init__(ports, said)
        self.took: list[float] = []

    def ask(self, *what):
        started = time.monotonic()
        try:
            return super().ask(*what)
        finally:
            self.took.append(time.monotonic() - started)

    def fetch(self, path: str) -> None:
        """What is no page."""
        if (status := self.ask("GET", path)[0]) != 200:
            raise NoPage(f"{status} of {path}")

    def send(self, path: str, fields: dict) -> str:
        """A form that has to be taken; where it leads to."""
        status, there = self.post(path, fields)
        if status not in DONE:
            raise NoPage(f"{status} of {path}, with {sorted(fields)}")
        return there


class Buyer(Visitor):
    """Searches and browses, saves what pleases, orders, pays by card and answers the questions of the order."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.ordered: list[str] = []
        self.answered: list[str] = []

    def visit(self) -> None:
        found = []
        for _ in range(LOOKS):
            place = self.dice.choice([*PLACES, *(f"/gigs/?q={word.replace(' ', '+')}" for word in WORDS)])
            found += GIG.findall(self.see(place))
        gig = self.dice.choice(found)
        page = self.see(gig)
        self.keep(gig, page)
        self.answer(self.order(gig, self.dice.choice(PACKAGE.findall(page))))
        self.see("/dashboard/")

    def keep(self, gig: str, page: str) -> None:
        """The bookmark of its card, or of the page."""
        save = f"/gigs/{gig.split('/')[2]}/save/"
        forms = Forms(page).found or self.person.forms("/gigs/")
        if save in forms:
            self.person.send(save, forms[save])
            self.see("/saved/")

    def order(self, gig: str, package: str) -> str:
        """The address of the order, when the worker has charged the card and placed it."""
        self.person.get(f"/gigs/{gig.split('/')[2]}/order/?package={package}")
        there = self.person.at
        form = next(one for one in self.person.forms(there).values() if "read" in one)
        paying, until = self.person.send(there, form), time.monotonic() + WAIT
        while "<b>Paid.</b>" not in (page := self.person.get(paying)):
            if time.monotonic() > until:
                raise NoPage(f"{paying} was not through after {WAIT} s")
            time.sleep(0.5)
        page = self.person.get(THERE.search(page)[1])
        found = re.search(r"/orders/\d+/", self.person.at) or re.search(r"/orders/\d+/", page)
        self.ordered.append(found[0])
        return found[0]

    def answer(self, order: str) -> None:
        """Save one answer, then hand all of them in."""
        self.see(order)
        form = next(one for one in self.person.forms(f"{order}answers/").values() if "answer-1" in one)
        form["answer-1"] = "A fair for printmakers."
        if "answer-2" in form:
            form["answer-2"] = form["answer-2"] or "On paper"
        self.person.send(f"{order}answer/", form)
        form = next(one for one in self.person.forms(f"{order}answers/").values() if "answer-1" in one)
        self.person.send(f"{order}hand-in-answers/", form)
        self.answered.append(order)
        if "has to answer" in self.see(order):
            raise NoPage(f"{order} still waits for its answers")


class Seller(Visitor):
    """Looks after gigs and orders, and hands in what can be handed in."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.delivered: list[str] = []

    def visit(self) -> None:
        for path in ("/dashboard/", "/gigs/mine/", "/gigs/ranking/"):
            self.see(path)
        for order in sorted(set(re.findall(r"/orders/\d+/", self.see("/orders/")))):
            for address, fields in self.person.forms(order).items():
                if address.endswith("/deliver/"):
                    self.person.send(address, fields | {"message": "Here it is."})
                    self.delivered.append(address)
            self.rest()
