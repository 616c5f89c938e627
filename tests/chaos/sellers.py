"""Makes a market, and prints who plays in it: python -m tests.chaos.sellers BUYERS SELLERS"""

import json
import sys

import django

django.setup()

from dataclasses import replace  # noqa: E402

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402

from marketplace.accounts.models import User  # noqa: E402
from marketplace.gigs import actions  # noqa: E402
from marketplace.gigs.gallery import checking, making  # noqa: E402
from marketplace.gigs.models import Picture  # noqa: E402
from tests.chaos.making import make  # noqa: E402
from tests.gigs.test_pictures import drawn  # noqa: E402
from tests.gigs.workshop import QUESTIONS, draft, said_by, terms  # noqa: E402
from tests.infra.servers import eventually  # noqa: E402

WORDS = ["logo", "poster", "shop", "film", "song", "letter", "garden", "lighthouse"]
WORK = ["Logo Design", "Website Design"]
EACH = 2  # gigs of a seller


def sell(name: str, number: int) -> dict:
    """Somebody with gigs on the market, each with a picture that is made."""
    said = make(f"seller{number}")
    owner = User.objects.get(pk=said["pk"])
    for which in range(EACH):
        title = f"A {WORDS[(number + which) % len(WORDS)]} and all that belongs to it, {name} {number}-{which}"
        asked = terms(title=title, work=WORK[which % len(WORK)], questions=QUESTIONS[: 1 + which])
        gig = draft(owner, asked, pictured=False)
        file = SimpleUploadedFile("mark.png", drawn(left=(number * 9 % 255, which * 99, 0)))
        [picture] = actions.upload(gig, [checking.check(file)], by=owner)
        making.make(picture.pk)
        eventually(lambda picture=picture: Picture.objects.get(pk=picture.pk).is_ready)  # a worker may have been faster
        shown = [replace(one, alt="What I make") for one in said_by(gig).pictures]
        actions.save(gig, by=owner, step="gallery", values={"pictures": shown})
        actions.publish(gig, by=owner)
    return said


buyers, sellers = map(int, sys.argv[1:])
people = {
    "sellers": [sell("of", number) for number in range(sellers)],
    "buyers": [make(f"buyer{number}", "works") for number in range(buyers)],
}
print(json.dumps(people))  # noqa: T201 - its answer
