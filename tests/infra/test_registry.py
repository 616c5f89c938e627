"""One spelling for what apps above give to those below."""

import pytest

from marketplace.registry import Registry, Taken, Unknown


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
