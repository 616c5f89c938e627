"""Scripts: sent without what a browser does not read, and no other way."""

import gzip
import re

import pytest
from django.conf import settings

from marketplace import scripts
from marketplace.static_storage import as_sent

JS = settings.BASE_DIR / "static" / "js"
OURS = sorted(JS.glob("*.js"))


def written(script) -> bytes:
    """A script and those that it imports, as they are written."""
    parts = [script.with_name(f"{found['name']}.js") for found in scripts.IMPORT.finditer(script.read_text())]
    return b"".join(written(part) for part in parts) + script.read_bytes()


@pytest.mark.parametrize("script", OURS, ids=lambda script: script.name)
def test_a_script_is_sent_without_its_comments(script):
    text = scripts.lean(script)

    assert "\n//" not in text
    assert " // " not in text
    assert len(gzip.compress(text.encode())) < 0.9 * len(gzip.compress(written(script)))


@pytest.mark.parametrize("script", OURS, ids=lambda script: script.name)
def test_a_page_asks_for_one_script_and_not_for_those_that_it_imports(script):
    assert not re.search(r"\bimport\b", scripts.lean(script))


def test_each_that_is_imported_is_there_once_in_a_scope_of_its_own(tmp_path):
    (tmp_path / "low.js").write_text("const mine = 1;\nexport const low = () => mine;\n")
    (tmp_path / "quiet.js").write_text("const mine = 2;\n")
    (tmp_path / "middle.js").write_text('import { low } from "./low.js";\nexport const middle = () => low();\n')
    top = tmp_path / "top.js"
    lines = [f'import {{ {name} }} from "./{name}.js";' for name in ("middle", "low")]
    top.write_text("\n".join([*lines, 'import "./quiet.js";', "const mine = middle() + low();", ""]))

    text = scripts.lean(top)

    assert text == (
        "const $low=(()=>{const mine=1;const low=()=>mine;return{low};})();"
        "const $middle=(()=>{const{low}=$low;const middle=()=>low();return{middle};})();"
        "{const mine=2;}\n"
        "const{middle}=$middle;const{low}=$low;const mine=middle()+low();"
    )


def test_strings_patterns_and_templates_stay_as_they_are(tmp_path):
    script = tmp_path / "odd.js"
    lines = ['const a = "// no comment  /* nor this */";', "const b = /[/*]  \\/\\/ x/u.test(`a  ${a}  // b`);"]
    script.write_text("\n".join(["// a comment", lines[0], "/* one", "more */", lines[1], ""]))

    text = scripts.lean(script)

    assert text == 'const a="// no comment  /* nor this */";const b=/[/*]  \\/\\/ x/u.test(`a  ${a}  // b`);'


def test_what_others_made_is_sent_as_it_came():
    vendor = next((JS / "vendor").glob("*.js"))

    assert as_sent(f"js/vendor/{vendor.name}", vendor) is None
    assert as_sent("js/cairn.js", JS / "cairn.js") == scripts.lean(JS / "cairn.js")
