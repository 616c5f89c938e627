"""The program that sets one PDF: a length, as much JSON, and perhaps a file come in, the PDF goes out.

It reads the templates and fonts beside it and nothing else, and stands in nobody's way: its time and memory are limited
before it looks at what came in. It knows nothing of Django.
"""

import json
import resource
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SECONDS = 20  # of a processor
BYTES = 2 * 1024**3  # of addresses: the fonts are mapped
STANDARDS: Any = ["a-3a", "ua-1"]  # to be kept for decades, attachments and all; and to be read aloud
EPOCH = 0  # a paper says itself when it was agreed; that of its making would change its bytes


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with suppress(ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    length = int.from_bytes(sys.stdin.buffer.read(8))
    asked = json.loads(sys.stdin.buffer.read(length))
    attached = sys.stdin.buffer.read()
    sys.stdout.buffer.write(printed(asked["template"], asked["data"], attached))


def printed(template: str, data: dict, attached: bytes = b"") -> bytes:
    """The PDF."""
    import typst  # after the limits

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for one in (HERE / "templates").glob("*.typ"):
            (root / one.name).write_bytes(one.read_bytes())
        if attached:
            (root / "attached").write_bytes(attached)
        (root / "data.json").write_text(json.dumps(data))
        compiler = typst.Compiler(
            str(root / f"{template}.typ"), root=str(root), font_paths=[str(HERE / "fonts")], ignore_system_fonts=True
        )
        made: Any = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=EPOCH)
    return made


if __name__ == "__main__":
    main()
