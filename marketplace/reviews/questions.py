"""What each side is asked about the other, in the order of the three columns of a review."""

from marketplace.offers.models import Side

QUESTIONS: dict[str, tuple[str, str, str]] = {  # by whom it is about
    Side.FREELANCER: ("Work as agreed", "Communication", "On time"),
    Side.CLIENT: ("Clear wishes", "Communication", "Fair and prompt"),
}
