from tests.milestones.pages.conftest import as_
from tests.offers.conftest import offered, proposed

__all__ = ["as_", "offered", "proposed"]
