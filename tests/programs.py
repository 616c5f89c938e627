"""Programs that some tests start. A missing one skips the test here and fails it in CI.

@pytest.mark.needs("redis-server")
def test_a_worker(): ...
"""

import os
import shutil

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    for mark in item.iter_markers("needs"):
        for program in mark.args:
            if shutil.which(program) is None:
                complain(f"{program} is not installed. Install it with: sudo apt-get install {program}")


def complain(reason: str):
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
