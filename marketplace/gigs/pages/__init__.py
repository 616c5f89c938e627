"""What pages of gigs show, put together for their templates."""

from marketplace.gigs.pages.gig import GigPage
from marketplace.gigs.pages.packages import PackageView
from marketplace.gigs.pages.stages import StageView

__all__ = ["GigPage", "PackageView", "StageView"]
