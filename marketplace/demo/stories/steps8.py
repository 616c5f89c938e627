"""Under "Steps, 8-day review": the client starts each milestone, and eight days of silence accept and end the order."""

from marketplace.demo.files import archive, drawing, pdf, text
from marketplace.demo.timeline import story


@story(
    title="Marketplace website in 40 days",
    policy="steps8",
    client="ada",
    freelancer="grace",
    category="full-website-creation",
    be="ada",
    hint="Step 3 is delivered and the review window is running. Approve it, ask for a revision, approve and stop, or "
    "press +5 days and watch the silence accept it and end the order.",
)
def website(scene):
    plan = [
        scene.part(
            "Wireframes",
            "1000",
            days=6,
            revisions=2,
            description="Every page of the market as a wireframe, for phones first.",
            deliverables=["Wireframes of 12 pages", "Site map"],
            substeps=["Interview with two artists", "Site map", "Wireframes"],
        ),
        scene.part(
            "Store, marketplace and payment gateway",
            "1000",
            days=12,
            revisions=2,
            description="Cart, checkout and payout to several artists from one order, on the staging site.",
            deliverables=["Staging site", "Payment tests"],
            substeps=["Catalogue", "Cart and checkout", "Split payouts", "Tests with the gateway's sandbox"],
        ),
        scene.part(
            "Artist pages and front-end submissions",
            "1000",
            days=12,
            revisions=2,
            description="Each artist has a page and submits new works there; you release them from a queue.",
            deliverables=["Artist pages", "Submission form", "Moderation queue"],
            substeps=["Artist page", "Submission form", "Moderation queue"],
        ),
        scene.part("Everything else, and testing", "1000", days=10, revisions=1, deliverables=["Test report"]),
        scene.part(
            "Two weeks of support after the move",
            "1000",
            days=14,
            revisions=1,
            description="The site moves to your own address; for two weeks I answer within a day and fix "
            "what shows up.",
            deliverables=["Moved site", "Handbook"],
        ),
    ]
    yield scene.ago(25, 4)
    yield from scene.agree(
        plan,
        scope="An online market for about sixty artists: catalogue, one cart over all artists, payouts to each of "
        "them, artist pages with submissions, and the move to atelier-analytique.example. Five steps of 20 %, the "
        "first one paid up front, the last one two weeks of support.",
        message="Hello Ada, this is the plan as we discussed it. Five equal steps; you can stop after each.",
    )
    yield scene.ago(22, 6)
    scene.tick(1, 0, 1)
    yield scene.ago(20, 3, 12)
    scene.deliver(
        1,
        "The wireframes of all twelve pages, and the site map. Page 7, the cart over several artists, is the one "
        "that I would like you to look at longest.",
        files=[
            (drawing("wireframe-home.png", "wireframe"), "Wireframes of 12 pages"),
            (drawing("wireframe-cart.png", "wireframe"), "Wireframes of 12 pages"),
            (
                pdf("site-map.pdf", "Site map", "1 Home", "2 Artists", "2.1 Artist page", "3 Cart", "4 Checkout"),
                "Site map",
            ),
        ],
    )
    yield scene.ago(19, 1, 40)
    scene.approve(1)
    yield scene.ago(18, 22)
    scene.pay(2)
    yield scene.ago(14, 5)
    scene.tick(2, 0, 1, 2)
    yield scene.ago(13, 2)
    scene.deliver(2, "Cart, checkout and split payouts are on staging.", links=["https://staging.atelier.example/cart"])
    yield scene.ago(12, 4)
    scene.revise(2, "When two artists are in one order, the confirmation shows only the first one’s delivery time.")
    yield scene.ago(11, 3)
    scene.tick(2, 3)
    scene.deliver(
        2,
        "Both delivery times are shown now, and the confirmation mail has them too. The log has all test payments.",
        files=[
            text(
                "payment-tests.txt", "24 payments: 24 as expected\n3 refunds: 3 as expected\n2 disputes: 2 as expected"
            )
        ],
        links=["https://staging.atelier.example/cart"],
    )
    yield scene.ago(10, 7)
    scene.approve(2)
    yield scene.ago(10, 6, 52)
    scene.pay(3)
    yield scene.ago(7, 4)
    scene.tick(3, 0, 1, 2)
    yield scene.ago(5, 9, 48)
    scene.deliver(
        3,
        "All artist pages are on the staging site, with the submission form and moderation queue. The test account "
        "is in the notes.",
        files=[
            (
                archive(
                    "artist-pages.zip",
                    {"templates/artist.html": "<h1>{{ artist }}</h1>", "README.md": "# Artist pages\n\nRun the tests."},
                ),
                "Artist pages",
            ),
            (
                pdf(
                    "notes.pdf",
                    "Notes on step 3",
                    "Test account: moderator / on the staging site",
                    "Queue: /moderation",
                ),
                "",
            ),
        ],
    )


@story(
    title="Logo for Watanabe Ceramics",
    policy="steps8",
    client="kenji",
    freelancer="lucia",
    currency="JPY",
    category="logo-design",
    be="lucia",
    hint="In yen, in three steps. Kenji asked for changes to step 2: deliver it again as Lucía, or ask for more time, "
    "which 48 hours of silence accept.",
)
def logo(scene):
    plan = [
        scene.part("Moodboard and sketches", "18000", days=5, revisions=1, deliverables=["Moodboard", "Ten sketches"]),
        scene.part(
            "Two directions, drawn out", "24000", days=7, revisions=2, deliverables=["Direction A", "Direction B"]
        ),
        scene.part(
            "Final files",
            "18000",
            days=4,
            revisions=1,
            deliverables=["SVG and PDF", "Stamp for clay", "One-page guide"],
            substeps=["SVG and PDF", "Stamp", "Guide"],
        ),
    ]
    yield scene.ago(16, 3)
    yield from scene.agree(
        plan,
        scope="A mark that works as a stamp of 8 mm in wet clay, on boxes and on the web.",
        message="Three steps: sketches, two directions, final files. The stamp decides what is possible.",
    )
    yield scene.ago(11, 20)
    scene.deliver(
        1,
        "The moodboard and ten sketches. Numbers 3 and 8 keep their shape at 8 mm.",
        files=[(drawing("sketch-3.png", "logo"), "Ten sketches"), (drawing("sketch-8.png", "logo"), "Ten sketches")],
    )
    yield scene.ago(10, 11)
    scene.approve(1)
    yield scene.ago(10, 2)
    scene.pay(2)
    yield scene.ago(4, 8)
    scene.deliver(
        2,
        "Direction A from sketch 3, direction B from sketch 8, each as mark, stamp and sign.",
        files=[
            (drawing("direction-a.png", "logo"), "Direction A"),
            (drawing("direction-b.png", "logo"), "Direction B"),
        ],
    )
    yield scene.ago(2, 14)
    scene.revise(2, "Direction A it is. Please open the inner ring: in clay it will fill up.")


@story(
    title="Newsletter design and templates",
    policy="steps8",
    client="ada",
    freelancer="lucia",
    category="email-automations",
    be="ada",
    hint="Step 1 is approved and paid. Pay step 2 before the window closes, stop here, or press +8 days and watch the "
    "order lapse.",
)
def to_pay(scene):
    plan = [
        scene.part("Design of the letter", "280", days=5, revisions=1),
        scene.part("Templates and test sends", "340", days=6, revisions=1),
        scene.part("First campaign", "180", days=4, revisions=1),
    ]
    yield scene.ago(14, 1)
    yield from scene.agree(plan, scope="A monthly letter to 4,000 readers: design, templates, first campaign.")
    yield scene.ago(9, 3)
    scene.deliver(1, "The letter in light and dark.", files=[drawing("letter.png", "wireframe")])
    yield scene.ago(6, 4)
    scene.approve(1)


@story(
    title="Product films for the web shop",
    policy="steps8",
    client="ada",
    freelancer="tomasz",
    category="e-commerce-product-videos",
    be="ada",
    hint="The card for step 2 was declined, so the time of grace is running. Pay with another card, or let it run out.",
)
def grace_period(scene):
    plan = [
        scene.part("Three films", "360", days=8, revisions=1),
        scene.part("Three more films", "360", days=8, revisions=1),
    ]
    yield scene.ago(17, 6)
    yield from scene.agree(plan, scope="Six films of fifteen seconds, one for each product, with captions.")
    yield scene.ago(9, 4)
    scene.deliver(1, "Three films, with and without captions.", links=["https://films.example/atelier/1-3"])
    yield scene.ago(8, 20)
    scene.approve(1)
    yield scene.ago(1, 5)
    scene.pay(2, card="0002")


@story(
    title="Invitation to a first firing",
    policy="steps8",
    client="kenji",
    freelancer="ines",
    order_type="single",
    be="kenji",
    hint="One payment for the whole work, whose delivery is answered within 3 days here, not 8. Approve it, ask for a "
    "revision, or press +5 days.",
)
def one_payment(scene):
    plan = [scene.part("Invitation", "60", days=5, revisions=1, deliverables=["Card for print"])]
    yield scene.ago(6, 3)
    yield from scene.agree(plan, scope="A folded card for sixty guests: the kiln, the day, the way there.")
    yield scene.ago(1, 6)
    scene.deliver(
        1,
        "The card, with the map inside.",
        files=[(pdf("card.pdf", "The first firing", "Saturday, from four", "Mashiko"), "Card for print")],
    )


@story(
    title="Ads for the workshop programme",
    policy="steps8",
    client="maya",
    freelancer="samuel",
    category="ads-setup-management",
    be="samuel",
    hint="Maya asks to cancel. Without an answer within 48 hours it counts as agreed: press +5 days, or "
    "answer as Samuel.",
)
def cancel_request(scene):
    plan = [scene.part("Setup", "200", days=5, revisions=1), scene.part("Four weeks of ads", "500", days=28)]
    yield scene.ago(6, 7)
    yield from scene.agree(plan, scope="Ads for repair workshops in four cities.")
    yield scene.ago(1, 3)
    scene.ask_to_cancel(
        1, by=scene.client, reason="The workshops were moved to spring, so there is nothing to advertise."
    )


@story(
    title="Character for a children's app",
    policy="steps8",
    client="noor",
    freelancer="tomasz",
    category="character-animation",
    be="tomasz",
    hint="In dispute. Tomasz has 48 hours to answer before support decides without him; sign in as Sam to decide.",
)
def disputed(scene):
    plan = [
        scene.part("Character sheet", "260", days=6, revisions=1),
        scene.part("Walk and wave", "380", days=9, revisions=1),
    ]
    yield scene.ago(12, 2)
    yield from scene.agree(plan, scope="A desert fox that walks, waves and points at things.")
    yield scene.ago(5, 6)
    scene.deliver(1, "The fox from four sides.", files=[drawing("fox.png", "storyboard")])
    yield scene.ago(3, 20)
    scene.revise(1, "It should look like our sketch: a fox, not a dog.")
    yield scene.ago(2, 16)
    scene.deliver(1, "Longer ears.", files=[drawing("fox-2.png", "storyboard")])
    yield scene.ago(0, 20)
    scene.dispute(
        1, by=scene.client, reason="It is still a dog, and the revision that we had is used.", wanted="A refund"
    )
