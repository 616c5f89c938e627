"""Scripts are written one to a matter, with their reasons, and sent as one to a page, without them.

The scripts that pages link stand in static/js/ and import others beside them. collectstatic joins them and takes out
comments and blanks; without it (DEBUG=1) a browser follows the imports itself.
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

import rjsmin

IMPORT = re.compile(r'^import (?:(?P<names>\{[^}]*\}) from )?"\./(?P<name>\w+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=const (\w+))", re.MULTILINE)


def is_ours(name: str) -> bool:
    """Whether this static file is a script of ours. Those of others come as small as they are."""
    return posixpath.dirname(name) == "js" and name.endswith(".js")


def lean(script: Path) -> str:
    """The text of a script with those that it imports, each once, without what a browser does not read."""
    return rjsmin.jsmin("\n".join(_joined(script, set())))


def _joined(script: Path, seen: set[str]) -> Iterator[str]:
    """First what a script imports, each in a scope of its own that gives out what it exports; then the script."""
    text = script.read_text()
    for found in IMPORT.finditer(text):
        if found["name"] not in seen:
            seen.add(found["name"])
            *before, own = _joined(script.with_name(f"{found['name']}.js"), seen)
            yield from before
            yield _scope(found["name"], own)
    yield IMPORT.sub(lambda found: f"const {found['names']} = ${found['name']};" if found["names"] else "", text)


def _scope(name: str, text: str) -> str:
    exports = ", ".join(EXPORT.findall(text))
    own = EXPORT.sub("", text)
    return f"const ${name} = (() => {{\n{own}\nreturn {{ {exports} }};\n}})();" if exports else f"{{\n{own}\n}}"
