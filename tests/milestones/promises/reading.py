"""Reads sentences that promise something, on pages, in mails and at the desk, as what they say in numbers.

Every sentence has to be known here: one that nobody reads is one that nobody checks.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from marketplace.notifications.outlook import plain

MONEY = r"\$[\d,]+\.\d\d"
STEPS = r"[Ss]teps? [\d, ]*\d(?: (?:and|to) \d+)?"
WHO = r"(?:[Yy]ou|Ada|Grace)"


@dataclass
class Said:
    """What sentences promise. Amounts are minor units; steps are positions; None is not said."""

    gets: int = 0
    back: int = 0
    ends: bool | None = None
    is_complete: bool = False
    completed: bool | None = None
    never: set[int] = field(default_factory=set)
    charged: tuple[int, int | None] | None = None
    from_balance: int | None = None
    source: str | None = None
    cannot_charge: bool = False
    grace: int | None = None
    window: tuple[int, int] | None = None
    waits: int | None = None
    on: set[int] = field(default_factory=set)
    goes_on: bool = False
    stays_held: int | None = None
    closes: int = 0


def cents(amount: str) -> int:
    return int(re.sub(r"\D", "", amount))


def positions(said: str) -> set[int]:
    """ "steps 2 to 4" and "steps 1, 3 and 4" as numbers."""
    numbers = [int(one) for one in re.findall(r"\d+", said)]
    return set(range(numbers[0], numbers[-1] + 1)) if " to " in said else set(numbers)


Reads = Callable[[Said, re.Match], None]


def nothing(said: Said, found: re.Match) -> None:
    """True whatever happens, or checked by another test."""


def gets(said, found):
    said.gets += cents(found["gets"])


def goes_back(said, found):
    said.back += cents(found["back"])


def ends(said, found):
    words = found.groupdict()
    said.ends, said.is_complete = True, "is complete" in found[0]
    if words.get("never"):
        said.never |= positions(words["never"])
    if words.get("gets"):
        said.gets += cents(words["gets"])
    if words.get("back"):
        said.back += cents(words["back"])


def never(said, found):
    said.never |= positions(found["never"])
    if found.groupdict().get("back"):
        said.back += cents(found["back"])


def others(said, found):
    said.on |= positions(found["on"])


def goes_on(said, found):
    said.goes_on = True


def charged(said, found):
    words = found.groupdict()
    [milestone] = positions(words["milestone"])
    said.charged = (milestone, cents(words["cost"]) if words.get("cost") else None)
    if words.get("all"):
        said.from_balance = said.charged[1]
    elif words.get("source"):
        said.from_balance, said.source = cents(words["some"] or "$0.00"), words["source"]


def cannot_charge(said, found):
    said.cannot_charge = True
    said.grace = int(found["grace"] or 0)


def window(said, found):
    [milestone] = positions(found["milestone"])
    said.window = (milestone, int(found["days"]))


def waits(said, found):
    [said.waits] = positions(found["milestone"])


def stays_held(said, found):
    said.stays_held = cents(found["held"])


def closes(said, found):
    said.closes += int(found.groupdict().get("closed") or 1)


LESS = rf"(?: \({MONEY} less (?:the fee|a fee of {MONEY})\))?"
RECEIVES = rf"{WHO} receives? (?P<gets>{MONEY}){LESS}"
BACK = rf"(?P<back>{MONEY}) goes back to {WHO}(?: \({MONEY} and the fee of {MONEY}\))?"
NEVER = rf"(?P<never>{STEPS}) never starts?(?: and {BACK})?(?: and costs? nothing)?"
SOURCE = rf"(?:(?P<some>{MONEY}) from your balance and {MONEY} )?to (?P<source>[\w ]+)"
FROM = rf"(?:, (?P<all>from your balance)|, {SOURCE})?"
GRACE = r"then have (?P<grace>\d+) hours? to pay it in another way, or the order ends"
IN_ANOTHER_WAY = rf"You (?:{GRACE}|can pay it in another way then)\."

SITE: list[tuple[str, Reads]] = [
    (r"The step is accepted\.", nothing),
    (rf"{WHO} receives? {MONEY}{LESS} when the order ends\.", nothing),
    (rf"{RECEIVES}(?:, free to spend in \d+ days?)?\.", gets),
    (rf"{BACK}\.", goes_back),
    (rf"The order ends: {NEVER}(?:, and {RECEIVES} for {STEPS})?\.", ends),
    (rf"The order ends(?:, and {RECEIVES} for {STEPS})?\.", ends),
    (rf"It is the last step: the order is complete then(?:, and {RECEIVES} for {STEPS})?\.", ends),
    (rf"Nothing is left to do then: the order ends(?:, and {RECEIVES} for {STEPS})?\.", ends),
    (rf"{NEVER}\.", never),
    (rf"(?P<on>{STEPS}) (?:go(?:es)? on as agreed|stays? disputed)\.", others),
    (rf"(?P<milestone>{STEPS}) is charged at once: (?P<cost>{MONEY}){FROM}\.", charged),
    (r"If that is declined, we try [\w ]+, your default\.", nothing),
    (rf"{STEPS} costs {MONEY}, which can’t be charged: .*?\. {IN_ANOTHER_WAY}", cannot_charge),
    (rf"Then {WHO} ha(?:s|ve) (?P<days>\d+) days? to pay (?P<milestone>{STEPS})\.", window),
    (rf"(?P<milestone>{STEPS}) starts when {WHO} pays? it\.", waits),
    (rf"The step is closed with it: the rest, {MONEY}, moves into {STEPS}\.", nothing),
    (rf"The rest, (?P<held>{MONEY}), stays held for this step\.", stays_held),
    (r"“[^”]+” is closed with it, without an answer\.", closes),
    (r"(?P<closed>\d+) requests that wait for an answer are closed with it\.", closes),
    (r"Nothing is held(?:, so nothing goes back)?\.", nothing),
    (r"(?:[Tt]he dispute|step \d+) is over\.", nothing),
    (r"This can’t be undone\.", nothing),
    (r"(?:Only both of you together can reopen it, within \d+ days?|This is final)\.", nothing),
    (rf"What was paid to {WHO} stays paid\.", nothing),
    (r"(?:The changes were|Nothing was) not delivered yet\.|Nothing was delivered yet\.", nothing),
    (rf"If {WHO} agrees?:", nothing),
    (rf"(?:Nobody is at fault|The side at fault: {WHO})\.", nothing),
    (r"the order goes on: steps that never started are in the plan again, unpaid\.", nothing),
    (rf"“[^”]+”, {MONEY}, leaves the plan\.", nothing),
    (rf"Without an answer by [^.]*?, (?:{WHO} loses? the dispute|it counts as agreed)\.", nothing),
]

# The end of a review window, and of the time to pay: halves of sentences.
HALVES: list[tuple[str, Reads]] = [
    (rf"the step is accepted, {RECEIVES}, and the order (?:ends|is complete)", ends),
    (rf"the step is accepted and the order (?:ends|is complete): {RECEIVES} for {STEPS}", ends),
    (rf"the step is accepted, and {RECEIVES}", gets),
    (r"the step is accepted", nothing),
    (rf"; then (?P<milestone>{STEPS}) is charged", charged),
    (rf"; then {WHO} ha(?:s|ve) (?P<days>\d+) days? to pay (?P<milestone>{STEPS})", window),
    (r"; the order goes on", goes_on),
    (rf"; {NEVER}", never),
    (rf"the order ends(?:, {RECEIVES} for {STEPS})? and {NEVER}; nothing more is charged", ends),
]


def desk_ends(said, found):
    said.ends, said.completed = True, found["how"] == "completed"
    if found["never"]:
        said.never |= positions(found["never"])


def desk_back(said, found):
    said.back += cents(found["back"]) + cents(found["fee"] or "$0.00")


def desk_only_ends(said, found):
    said.ends = True
    if found.groupdict().get("never"):
        said.never |= positions(found["never"])


DESK_NEVER = rf"(?:; (?P<never>{STEPS}) never starts?(?: and costs? nothing)?)?"
GETS = rf"Grace gets (?P<gets>{MONEY})(?: \(the fee of {MONEY} is taken\))?(?:, which clears for \d+ days?)?\."
DESK: list[tuple[str, Reads]] = [
    (rf"The delivery of {STEPS} counts as accepted\.", nothing),
    (rf"{STEPS} counts as accepted although nothing is waiting to be reviewed\.", nothing),
    (rf"Of {MONEY} in escrow {GETS}", gets),
    (rf"{MONEY} stay in escrow until the order completes; then {GETS}", nothing),
    (rf"{STEPS}, accepted before, is paid out\. {GETS}", gets),
    (
        rf"(?P<back>{MONEY}) of {STEPS} go back to Ada(?:, with its fee of (?P<fee>{MONEY}))?: "
        rf"(?:to the [\w ]+|{MONEY} to the card or bank account, {MONEY} to the balance)\.",
        desk_back,
    ),
    (rf"{MONEY} of this step were paid out before: they stay with Grace\.", nothing),
    (r"Nothing is held, so no money goes back\.", nothing),
    (rf"(?P<on>{STEPS}) (?:is|are) under way: the order goes on\.", others),
    (rf"The order ends as (?P<how>\w+){DESK_NEVER}\.", desk_ends),
    (rf"(?P<milestone>{STEPS}) is charged to Ada at once: (?P<cost>{MONEY})\.", charged),
    (rf"Ada then has (?P<days>\d+) days? to pay (?P<milestone>{STEPS}); otherwise the order ends\.", window),
    (rf"The order then waits until Ada pays (?P<milestone>{STEPS})\.", waits),
    (r"One request that waits for an answer is closed with it\.", closes),
    (r"(?P<closed>\d+) requests that wait are closed with it\.", closes),
    # What timers do
    (r"the delivery counts as accepted(?: and is paid)?", nothing),
    (r", and the order ends", desk_only_ends),
    (r"; the order goes on", goes_on),
    (rf"the order ends{DESK_NEVER}(?:; {STEPS}, accepted before, (?:is|are) paid out)?", desk_only_ends),
    (rf"{WHO} loses the dispute, and what {STEPS} holds goes to {WHO}", nothing),
    (r"the request counts as accepted", nothing),
]


BUTTONS: list[tuple[str, Reads]] = [
    (r"Approve and finish$", desk_only_ends),
    (r"Approve and continue$", goes_on),
    (rf"Agree: (?P<back>{MONEY}) goes back$", goes_back),
    (r".+$", nothing),
]


def read(html, sentences=SITE) -> Said:
    """What a text says. Fails on the first sentence that is not known."""
    text, said = plain(str(html)).strip(), Said()
    while text:
        known = ((reads, found) for pattern, reads in sentences if (found := re.match(pattern, text)))
        reads, found = next(known, (None, None))
        assert found, f"Nobody reads: {text!r}"
        reads(said, found)
        text = text[found.end() :].lstrip()
    return said
