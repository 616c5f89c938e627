"""The language of contract texts: plain text, `{{ placeholder }}`, `{% if … %}` and `{% for step in steps %}`.

It is Django's template language with an engine that has nothing else: no loader, no file, no filter, no other tag.
What a text may name is told in `placeholders`; whatever it names besides is refused with its line, before it is
published. Nothing is escaped, because it is text. A filling is bounded: loops do not nest, and it has at most
MOST_FILLED letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template import Context, Engine, TemplateSyntaxError
from django.template.base import FilterExpression, Template, TextNode, Variable, VariableNode
from django.template.defaulttags import ForNode, IfNode, TemplateLiteral
from django.template.smartif import TokenBase

from marketplace.offers.texts.placeholders import LISTS, SCALARS

MOST_LETTERS = 40_000  # of a text that is published
MOST_FILLED = 1_000_000  # of one that is filled in
OPEN, CLOSE = "\x02", "\x03"  # around what was filled in, until the text is done; never a part of it
UNMARKED = {ord(OPEN): None, ord(CLOSE): None}
BRACES = re.compile(r"\{[{%]|[%}]\}")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class _Engine(Engine):
    default_builtins = ["marketplace.offers.texts.tags"]


ENGINE = _Engine(dirs=[], app_dirs=False, loaders=[], libraries={}, autoescape=False, string_if_invalid="")


class Unreadable(Exception):
    """A text that is no contract text: `message` says why, with its line, for whoever wrote it."""

    def __init__(self, message: str, line: int | None = None):
        self.message = f"Line {line}: {message}" if line else message
        super().__init__(self.message)


@dataclass(frozen=True)
class Filled:
    """A contract with everything filled in; `marks` are the (start, end) of what was, counted in letters."""

    text: str
    marks: list[list[int]]


def check(body: str) -> None:
    """Raise Unreadable unless this is a contract text that can be filled in."""
    if len(body) > MOST_LETTERS:
        raise Unreadable(f"At most {MOST_LETTERS:,} letters; this has {len(body):,}.")
    if found := CONTROLS.search(body):
        raise Unreadable("there is a character that can’t be seen.", body.count("\n", 0, found.start()) + 1)
    for problem in _problems(compiled(body).nodelist, frozenset()):
        raise problem


@lru_cache(maxsize=32)
def compiled(body: str) -> Template:
    """The text, read. Raises Unreadable for what is not in the language."""
    try:
        return Template(body, engine=ENGINE)
    except TemplateSyntaxError as error:
        token = getattr(error, "token", None)
        raise Unreadable(_reworded(str(error)), token.lineno if token else None) from error


def fill(body: str, values: dict[str, Any]) -> Filled:
    """The text with these values in it: there is never more than one empty line."""
    budget = _Budget()
    context = Context({name: budget.wrapped(value) for name, value in values.items()}, autoescape=False)
    text: str = compiled(body).render(context)
    text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    if len(text) > MOST_FILLED:
        raise TooLong
    return _without_marks(text)


# Filling in


class TooLong(Exception):
    """What is filled in makes a contract that nobody could read."""


class _Budget:
    """How many letters may still be filled in."""

    def __init__(self):
        self.left = MOST_FILLED

    def spend(self, text: str) -> str:
        self.left -= len(text)
        if self.left < 0:
            raise TooLong
        return text

    def wrapped(self, value: Any) -> Any:
        """The same value; as text it is marked, and paid for."""
        if isinstance(value, list):
            return [{name: self.wrapped(one) for name, one in row.items()} for row in value]
        return _Marked(value.translate(UNMARKED), self) if isinstance(value, str) else value


class _Marked(str):
    """A text that says where it begins and ends once it is put into another."""

    budget: _Budget

    def __new__(cls, text: str, budget: _Budget):
        made = super().__new__(cls, text)
        made.budget = budget
        return made

    def __str__(self) -> str:
        bare = str.__str__(self)
        return f"{OPEN}{self.budget.spend(bare)}{CLOSE}" if bare else ""


def _without_marks(text: str) -> Filled:
    parts, marks, length = [], [], 0
    for part in re.split(f"([{OPEN}{CLOSE}])", text):
        if part == OPEN:
            marks.append([length, length])
        elif part == CLOSE:
            marks[-1][1] = length
        else:
            parts.append(part)
            length += len(part)
    return Filled("".join(parts), [one for one in marks if one[0] < one[1]])


# Checking


def _problems(nodes: Any, names: frozenset[str]) -> Iterator[Unreadable]:
    """What is wrong with these nodes, in which a loop has given these `names` to a row."""
    for node in nodes:
        line = node.token.lineno if node.token else None
        if isinstance(node, VariableNode):
            yield from _named(node.filter_expression, names, line)
        elif isinstance(node, IfNode):
            for condition, inner in node.conditions_nodelists:
                yield from _condition(condition, names, line)
                yield from _problems(inner, names)
        elif isinstance(node, ForNode):
            yield from _loop(node, names, line)
        elif isinstance(node, TextNode):
            if found := BRACES.search(node.s):
                line = (line or 1) + node.s.count("\n", 0, found.start())
                yield Unreadable(f"“{found[0]}” is not closed, or was never opened.", line)
        else:
            yield Unreadable(f"“{type(node).__name__}” is not in the language of contracts.", line)


def _loop(node: ForNode, names: frozenset[str], line: int | None) -> Iterator[Unreadable]:
    sequence: Any = node.sequence
    over = str(sequence.var)
    if names:
        yield Unreadable("a loop can’t stand inside another one.", line)
    if len(node.loopvars) != 1 or over not in LISTS or sequence.filters:
        yield Unreadable(f"loops go over one list, such as {{% for step in {next(iter(LISTS))} %}}.", line)
        return
    row = node.loopvars[0]
    yield from _problems(node.nodelist_loop, frozenset(f"{row}.{name}" for name in LISTS[over]))
    yield from _problems(node.nodelist_empty, names)


def _condition(condition: Any, names: frozenset[str], line: int | None) -> Iterator[Unreadable]:
    if isinstance(condition, TemplateLiteral):
        expression: Any = condition.value
        yield from _named(expression, names, line, values=True)
    elif isinstance(condition, TokenBase):
        for part in (condition.first, condition.second):
            yield from _condition(part, names, line)


def _named(
    expression: FilterExpression, names: frozenset[str], line: int | None, *, values: bool = False
) -> Iterator[Unreadable]:
    """What is wrong with one name; `values` where a number or a quoted text may stand as well."""
    if expression.filters:
        yield Unreadable("there are no filters here: leave out the “|” and what follows it.", line)
    variable = expression.var
    name = variable.var if isinstance(variable, Variable) and variable.lookups else None
    if name is None:
        if not values:
            yield Unreadable("only placeholders stand between {{ and }}.", line)
    elif name not in names and name not in SCALARS:
        yield Unreadable(f"there is no placeholder “{name}”.", line)


UNKNOWN_TAG = re.compile(r"Invalid block tag(?: on line \d+)?: '([^']*)'")
UNKNOWN_FILTER = re.compile(r"Invalid filter: '([^']*)'")


def _reworded(said: str) -> str:
    """What Django says of a text that it can't read, for people who write contracts."""
    if found := UNKNOWN_TAG.match(said):
        return f"there is no “{found[1]}” here, or not in this place: only if, elif, else, endif, for and endfor."
    if found := UNKNOWN_FILTER.match(said):
        return f"there are no filters here: leave out “|{found[1]}”."
    return f"this can’t be read: {said.rstrip('.')}."
