"""Style sheets are written one to a component and sent as one.

The sheets that pages link stand in static/css/ and import those in its folders; one of them may begin with another, so
that a page links one alone. collectstatic joins them; without it (DEBUG=1) a browser follows the imports itself.
"""

import posixpath
import re
from pathlib import Path

IMPORT = re.compile(r'^@import "(?P<name>[^"]+)"(?: layer\((?P<layer>\w+)\))?;$', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
ADDRESS = re.compile(r'url\("(?P<name>[^":]+)"\)')


def is_linked(name: str) -> bool:
    """Whether pages link this static file, rather than import it."""
    return posixpath.dirname(name) == "css" and name.endswith(".css")


def joined(sheet: Path) -> str:
    """The text of a sheet with those that it imports, and what those import; without the comments."""
    text = IMPORT.sub(lambda found: _imported(sheet.parent, **found.groupdict()), sheet.read_text())
    return COMMENT.sub("", text)


def _imported(folder: Path, name: str, layer: str | None) -> str:
    """One that is imported, its addresses as seen from the folder of the sheet that it goes into."""

    def seen_from_above(found: re.Match) -> str:
        return f'url("{posixpath.normpath(posixpath.join(posixpath.dirname(name), found["name"]))}")'

    text = ADDRESS.sub(seen_from_above, joined(folder / name))
    return f"@layer {layer} {{\n{text}}}" if layer else text
