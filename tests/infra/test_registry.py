"""One spelling for what apps above give to those below."""

import re
import sys
from pathlib import Path

import pytest
from django.conf import settings

from marketplace.registry import Registry, Taken, Unknown

OURS = ("marketplace", "milestones", "escrow")


@pytest.fixture
def tools():
    made = Registry("tool")
    made.register("hammer", "mallet")(len)
    return made


def test_what_is_registered_is_found_in_the_order_in_which_it_came(tools):
    @tools.register("saw")
    def cut():
        """Cut."""

    assert list(tools) == ["hammer", "mallet", "saw"]
    assert tools["saw"] is cut
    assert tools["hammer"] is tools["mallet"] is len
    assert "nail" not in tools


def test_a_function_may_stand_under_its_name(tools):
    @tools.register()
    def drill():
        """Drill."""

    assert tools["drill"] is drill


def test_a_second_registration_is_refused(tools):
    with pytest.raises(Taken, match=r"There is a tool 'hammer' already: <built-in function len>\."):
        tools.register("hammer")(max)

    assert tools["hammer"] is len


def test_whoever_asks_for_another_is_told_what_is_known(tools):
    with pytest.raises(Unknown, match=r"There is no tool 'nail'\. There is: hammer, mallet\."):
        tools["nail"]

    assert tools.get("nail") is None


def test_a_test_may_have_its_own_for_a_while(tools):
    with tools.instead({"nail": max}):
        assert dict(tools) == {"nail": max}

    assert list(tools) == ["hammer", "mallet"]


def registries() -> dict[str, Registry]:
    """Those of the site, by their modules and names."""
    modules = [one for name, one in sorted(sys.modules.items()) if name.split(".")[0] in OURS]
    return {
        f"{module.__name__}.{name}": thing
        for module in modules
        for name, thing in vars(module).items()
        if isinstance(thing, Registry) and _is_at_home(module, name)
    }


def _is_at_home(module, name: str) -> bool:
    """Whether the registry is made in this module, and not imported into it."""
    return re.search(rf"^{name}: Registry\[|^{name} = Registry\(", Path(module.__file__).read_text(), re.M) is not None


def test_every_registry_is_filled_and_told_of():
    told = (Path(settings.BASE_DIR) / "docs" / "architecture.md").read_text()
    found = registries()

    assert len(found) > 10
    assert [name for name, one in found.items() if not one and "demo" not in name] == []
    assert [name for name in found if "demo" not in name and name.rpartition(".")[2] not in told] == []
