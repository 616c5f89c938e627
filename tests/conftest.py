"""What all tests share."""

from tests.programs import pytest_runtest_setup as pytest_runtest_setup
