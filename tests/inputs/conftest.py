from tests.milestones.conftest import as_
from tests.offers.conftest import offered, proposed

__all__ = ["as_", "offered", "proposed"]
