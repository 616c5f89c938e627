"""Scripts are written with their reasons and sent without them: collectstatic takes out comments and blanks."""

import posixpath
from pathlib import Path

import rjsmin


def is_ours(name: str) -> bool:
    """Whether this static file is a script of ours. Those of others come as small as they are."""
    return posixpath.dirname(name) == "js" and name.endswith(".js")


def lean(script: Path) -> str:
    """The text of a script without what a browser does not read."""
    return rjsmin.jsmin(script.read_text())
