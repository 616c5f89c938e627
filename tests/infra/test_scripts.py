"""Scripts: sent without what a browser does not read, and no other way."""

import gzip

import pytest
from django.conf import settings

from marketplace import scripts
from marketplace.static_storage import as_sent

JS = settings.BASE_DIR / "static" / "js"
OURS = sorted(JS.glob("*.js"))


@pytest.mark.parametrize("script", OURS, ids=lambda script: script.name)
def test_a_script_is_sent_without_its_comments(script):
    text = scripts.lean(script)

    assert "\n//" not in text
    assert " // " not in text
    assert len(gzip.compress(text.encode())) < 0.8 * len(gzip.compress(script.read_bytes()))


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
