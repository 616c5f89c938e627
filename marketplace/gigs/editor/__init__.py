"""The editor of gigs: six steps, each a page with a form of its own (`page.Page`)."""

from marketplace.gigs import limits
from marketplace.gigs.editor.description import DescriptionPage
from marketplace.gigs.editor.gallery import GalleryPage
from marketplace.gigs.editor.overview import OverviewPage
from marketplace.gigs.editor.packages import PackagesPage
from marketplace.gigs.editor.page import KEEP, NEXT, Page
from marketplace.gigs.editor.publish import PublishPage
from marketplace.gigs.editor.requirements import RequirementsPage

PAGES: dict[str, type[Page]] = {
    limits.OVERVIEW: OverviewPage,
    limits.PACKAGES: PackagesPage,
    limits.DESCRIPTION: DescriptionPage,
    limits.REQUIREMENTS: RequirementsPage,
    limits.GALLERY: GalleryPage,
    limits.PUBLISH: PublishPage,
}

__all__ = ["KEEP", "NEXT", "PAGES", "Page"]
