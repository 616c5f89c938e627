"""Under "Open": the client creates, pays and releases milestones whenever, in any order; nothing happens by itself."""

from marketplace.demo.files import archive, drawing, text
from marketplace.demo.timeline import story


@story(
    title="Customer data, cleaned and merged",
    policy="open",
    client="ada",
    freelancer="bram",
    be="ada",
    hint="Several steps are open at once: one delivered, one released to 60 %, one not paid yet. Pay, "
    "release or change "
    "any of them in any order.",
)
def several(scene):
    plan = [
        scene.part("Import of five lists", "400", description="Newsletter, shop, fair, post, telephone."),
        scene.part("Duplicates", "500"),
        scene.part("Addresses checked", "300"),
        scene.part("Export for the new shop", "200"),
    ]
    yield scene.ago(19, 2)
    yield from scene.agree(plan, scope="Five lists become one, and nobody is in it twice.", by=scene.client)
    yield scene.ago(17, 5)
    scene.pay(1)
    yield scene.ago(16, 3)
    scene.pay(2)
    yield scene.ago(12, 4)
    scene.deliver(
        1, "All five lists are in; 9,412 people.", files=[text("import.txt", "9412 people\n318 without a name")]
    )
    yield scene.ago(11, 6)
    scene.approve(1)
    yield scene.ago(8, 3)
    scene.release_part(2, 30_000)
    yield scene.ago(7, 2)
    scene.pay(3)
    yield scene.ago(2, 4)
    scene.deliver(
        3,
        "Checked against the post’s list.",
        files=[archive("addresses.zip", {"addresses.csv": "name,street\nAda,St James’s"})],
    )


@story(
    title="Dashboard for sales",
    policy="open",
    client="kenji",
    freelancer="bram",
    be="kenji",
    hint="Accepted, and nothing is paid yet. Pay one step, or the whole plan at once; release before "
    "delivery if you like.",
)
def unpaid(scene):
    plan = [scene.part("Data", "350", due_on=scene.day(10)), scene.part("Charts", "450", due_on=scene.day(20))]
    yield scene.ago(2, 6)
    yield from scene.agree(plan, scope="What sold where, by week.", by=scene.client)


@story(
    title="Community app, rough version",
    policy="open",
    client="noor",
    freelancer="bram",
    be="sam",
    hint="Cancelled by support, with the reason in its history; what was held went back to Noor’s balance.",
)
def by_support(scene):
    plan = [scene.part("Rough version", "600"), scene.part("Polish", "400")]
    yield scene.ago(30, 4)
    yield from scene.agree(plan, scope="An app for parents of one school.", by=scene.client)
    yield scene.ago(28, 3)
    scene.pay(1)
    yield scene.ago(17, 6)
    scene.cancel_by_support("Both sides wrote to us: the school has chosen another app, and no work was done yet.")


@story(
    title="Shop photos, paid up front",
    policy="open",
    client="kenji",
    freelancer="ines",
    be="ines",
    hint="Released before it was delivered, which only some rulebooks allow. Both steps are paid, the order "
    "is complete.",
)
def up_front(scene):
    plan = [scene.part("Travel and first day", "250"), scene.part("Second day", "250")]
    yield scene.ago(26, 2)
    yield from scene.agree(plan, scope="Two days in Mashiko with a camera.", by=scene.client)
    yield scene.ago(25, 4)
    scene.pay(1)
    yield scene.ago(24, 8)
    scene.release(1)
    yield scene.ago(23, 5)
    scene.pay(2)
    yield scene.ago(15, 3)
    scene.deliver(2, "Sixty photos of two days.", files=[drawing("kiln.png", "storyboard")])
    yield scene.ago(14, 4)
    scene.approve(2)
