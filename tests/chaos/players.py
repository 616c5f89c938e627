"""People at browsers: they fill in the forms that they see, and try again when a page does not come.

What they do they know from the pages alone. An act counts as done when the site has said so.
"""

import http.client
import itertools
import random
import re
import threading
import time
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

PATIENCE = 12  # seconds before somebody gives up on a page and loads it again
DONE = (302, 303)
FILE = "the field for a file"  # among the fields of a form
SKETCH = b"What was agreed, in a file.\n" * 40


class Forms(HTMLParser):
    """The forms of a page as a browser would send them: address → fields."""

    def __init__(self, page: str):
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self.form = self.area = self.select = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.form = self.found.setdefault(said.get("action") or "", {})
        if self.form is None or not (name := said.get("name") or (tag == "option" and self.select)):
            return
        kind = said.get("type", "text")
        if tag == "input" and kind == "file":
            self.form.setdefault(FILE, name)
        elif tag == "input" and kind not in ("submit", "button"):
            if kind not in ("radio", "checkbox") or "checked" in said:
                self.form[name] = said.get("value", "on" if kind == "checkbox" else "")
            elif kind == "radio":
                self.form.setdefault(name, said.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self.form[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in said or self.select not in self.form):
            self.form[self.select] = said.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area and self.form is not None:
            self.form[self.area] += data


def encoded(fields: dict) -> tuple[str, bytes]:
    """What a browser sends for a form, with a file where there is a field for one."""
    fields = dict(fields)
    field = fields.pop(FILE, None)
    if field is None:
        return "application/x-www-form-urlencoded", urlencode(fields).encode()
    edge = "chaos-edge-of-a-part"
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    file = f'Content-Disposition: form-data; name="{field}"; filename="sketch.txt"\r\nContent-Type: text/plain\r\n\r\n'
    body = "".join(f"--{edge}\r\n{part}\r\n" for part in parts).encode()
    body += f"--{edge}\r\n{file}".encode() + SKETCH + f"\r\n--{edge}--\r\n".encode()
    return f"multipart/form-data; boundary={edge}", body


class NoPage(Exception):
    """No page came, or one that says that something is wrong."""


class Person:
    """One browser. The other web is tried when one does not take the connection, as nginx does."""

    def __init__(self, ports: list[int], said: dict):
        self.ports, self.pk, self.name = ports, said["pk"], said["name"]
        self.cookies = {"sessionid": said["session"]}
        self.broken: list[str] = []

    def get(self, path: str) -> str:
        status, headers, page = self.ask("GET", path)
        if status in DONE:
            return self.get(headers["Location"])
        if status != 200:
            raise NoPage(f"{status} of {path}")
        self.at = path
        return page

    def post(self, path: str, fields: dict) -> tuple[int, str]:
        """Status, and where the answer leads to."""
        status, headers, page = self.ask("POST", path, fields)
        if status >= 500 or status == 403:
            raise NoPage(f"{status} of {path}: {page[:80]}")
        return status, headers.get("Location") or ""

    def ask(self, method: str, path: str, fields: dict | None = None):
        ports = random.sample(self.ports, len(self.ports))
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Host": "localhost"}
        body = None
        if fields is not None:
            kind, body = encoded(fields)
            headers |= {"Content-Type": kind, "Referer": "http://localhost/"}
        for port in ports:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            try:
                line.connect()
            except OSError:
                continue
            try:
                line.request(method, urlsplit(path)._replace(scheme="", netloc="", fragment="").geturl(), body, headers)
                answer = line.getresponse()
                self.keep_cookies(answer)
                return answer.status, answer.headers, answer.read().decode(errors="replace")
            except (OSError, http.client.HTTPException) as error:
                raise NoPage(f"{type(error).__name__} at {path}") from error
            finally:
                line.close()
        raise NoPage("no web takes a connection")

    def keep_cookies(self, answer) -> None:
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            if value.strip('"'):
                self.cookies[name] = value

    def forms(self, path: str) -> dict[str, dict]:
        return Forms(self.get(path)).found


class Pair(threading.Thread):
    """A client and a freelancer, who make one order after the other until they are told to stop."""

    def __init__(self, number: int, ports: list[int], client: dict, freelancer: dict, policy: int, *, lazy: bool):
        super().__init__(daemon=True)
        self.number, self.policy, self.lazy = number, policy, lazy
        self.client, self.freelancer = Person(ports, client), Person(ports, freelancer)
        self.said: list[tuple[str, str]] = []  # verb and address, of what the site has said is done
        self.troubles: list[str] = []
        self.orders: list[str] = []
        self.finished = 0
        self.enough = threading.Event()
        self.wrong: BaseException | None = None

    def run(self):
        try:
            while not self.enough.is_set():
                self.play(f"Work {self.number}-{len(self.orders) + 1}")
        except Exception as error:  # told by the test
            self.wrong = error

    def again(self, act):
        """Do something, and again while no page comes; what was half done shows on the next page."""
        while True:
            try:
                return act()
            except NoPage as trouble:
                self.troubles.append(f"{time.strftime('%T')} {trouble}")
                if len(self.troubles) > 3000:
                    raise
                time.sleep(0.4)

    def play(self, title: str) -> None:
        """A whole order, from the offer to the last step."""
        offer = self.again(lambda: self.offer(title))
        order = self.again(lambda: self.accepted(offer))
        self.orders.append(order)
        looks = 0
        while looks < 3:
            moved = self.again(lambda: self.work(order)) or self.again(lambda: self.accept_and_pay(order))
            looks = 0 if moved else looks + 1
            if not moved:
                time.sleep(0.3)
            if self.lazy and self.enough.is_set():
                return  # the timers do the rest
        self.finished += 1

    def offer(self, title: str) -> str:
        """The client writes and sends it; what was sent before the page got lost is found in the list."""
        page = self.client.get("/offers/")
        found = re.search(rf'href="(/offers/\d+/)[^"]*"[^>]*>\s*{re.escape(title)}', page)
        if not found:
            page = self.client.get(f"/offers/new/?to={self.freelancer.pk}")
            fields = max(Forms(page).found.values(), key=len)
            fields |= {"role": "client", "to": self.freelancer.pk, "title": title, "scope": "All of it."}
            fields |= {"policy": self.policy, "currency": "USD", "valid_days": "14", "op": "review"}
            initial = fields.get("milestones-INITIAL_FORMS", "0")
            fields |= {"milestones-TOTAL_FORMS": "2", "milestones-INITIAL_FORMS": initial}
            for at in (0, 1):
                part = {"name": f"Part {at + 1}", "amount": f"{(at + 1) * 100 + self.number}"}
                part |= {"days": "5", "revisions": "1", "deliverables": "Files"}
                fields |= {f"milestones-{at}-{name}": value for name, value in part.items()}
            status, there = self.client.post("/offers/new/", fields)
            assert status in DONE, f"the editor refused {fields}: {status}"
            offer = re.search(r"/offers/\d+/", there)[0]
        else:
            offer = found[1]
        self.confirm(self.client, offer, "send")
        return offer

    def confirm(self, person: Person, offer: str, verb: str) -> None:
        """Press the button on the page before sending or accepting, if the verb is still to be done."""
        page = person.get(f"{offer}{verb}/")
        if person.at != f"{offer}{verb}/":
            return  # led away: it is done
        fields = next((form for address, form in Forms(page).found.items() if address in ("", person.at)), None)
        if fields is None:
            return
        status, _ = person.post(person.at, fields)
        if status in DONE:
            self.said.append((verb, offer))

    def accepted(self, offer: str) -> str:
        """The freelancer accepts; the order begins when the payment is through."""
        page = self.freelancer.get(offer)
        if found := re.search(r'href="(/orders/\d+/)', page):
            return found[1]
        if f'{offer}accept/"' in page:
            self.confirm(self.freelancer, offer, "accept")
        time.sleep(0.3)
        raise NoPage(f"{offer} has no order yet")

    def work(self, order: str) -> bool:
        """Hand in what is to be handed in."""
        for address, fields in self.freelancer.forms(order).items():
            if address.endswith("/deliver/"):
                return self.act(self.freelancer, address, fields | {"message": "Here it is."})
        return False

    def accept_and_pay(self, order: str) -> bool:
        """Approve what was handed in, or leave it to the timer; pay the next step."""
        page = self.client.get(order)
        for address, fields in Forms(page).found.items():
            if address.endswith("/approve/") and not (self.lazy and self.number % 2):
                return self.act(self.client, address, fields)
        if link := re.search(r'href="(/milestones/\d+/fund/)', page):
            form = next((f for f in self.client.forms(link[1]).values() if "total" in f), None)
            return bool(form) and self.act(self.client, link[1], form)
        return False

    def act(self, person: Person, address: str, fields: dict) -> bool:
        status, there = person.post(address, fields)
        if status in DONE and "/payments/" not in there:
            self.said.append((address.split("/")[-2], address))
        return status in DONE


class Newcomers(threading.Thread):
    """Somebody new signs up every few seconds, each at a browser of their own."""

    def __init__(self, ports: list[int]):
        super().__init__(daemon=True)
        self.ports = ports
        self.welcomed: list[str] = []  # addresses, of those whom the site has asked to look into their mail
        self.troubles: list[str] = []
        self.enough = threading.Event()

    def run(self):
        for number in itertools.count():
            if self.enough.wait(6):
                return
            address = f"new{number}@chaos.example"
            try:
                self.sign_up(Person(self.ports, {"pk": 0, "name": "", "session": ""}), address)
            except NoPage as trouble:
                self.troubles.append(str(trouble))

    def sign_up(self, person: Person, address: str) -> None:
        person.get("/accounts/signup/")
        form = next(f for f in person.forms("/accounts/signup/").values() if "email" in f)
        name = address.partition("@")[0].title()
        fields = form | {"email": address, "display_name": name, "password1": "a long password of mine"}
        status, _ = person.post("/accounts/signup/", fields)
        if status in DONE:
            self.welcomed.append(address)
        else:
            self.troubles.append(f"{status} for {sorted(fields)}")
