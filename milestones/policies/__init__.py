"""The presets, as data: a TOML file for each rulebook."""

import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ORDER = ["fair", "studio", "open", "steps8", "contract14", "steps5"]


def presets() -> list[dict]:
    """The parameters of each preset, with the reference rates that all of them publish."""
    rates = tomllib.loads((HERE / "rates.toml").read_text())
    return [
        {"key": key, "reference_rates": rates, **tomllib.loads((HERE / f"{key}.toml").read_text())} for key in ORDER
    ]
