"""Under "Steps, 8-day review": orders that are over, finished or not."""

from marketplace.demo.files import drawing, pdf, text
from marketplace.demo.timeline import story


@story(
    title="Landing page for the summer fair",
    policy="steps8",
    client="maya",
    freelancer="grace",
    category="website-design",
    be="maya",
    hint="Nobody answered step 1 for eight days: it was accepted and paid, and the order ended. Read its history and "
    "its statement.",
)
def silence(scene):
    plan = [
        scene.part("Design", "300", days=5, revisions=1),
        scene.part("Build", "450", days=7, revisions=1),
        scene.part("Launch", "150", days=3, revisions=0),
    ]
    yield scene.ago(38, 5)
    yield from scene.agree(plan, scope="One page for the fair in June, with a form for stall holders.")
    yield scene.ago(33, 2)
    scene.deliver(1, "The design, for phone and desk.", files=[drawing("summer-fair.png", "wireframe")])


@story(
    title="Icon set for a repair manual",
    policy="steps8",
    client="maya",
    freelancer="lucia",
    category="website-design",
    be="lucia",
    hint="Step 1 was approved, but step 2 was not paid within ten days: the order lapsed. Her money for step 1 clears "
    "for 14 days.",
)
def lapse(scene):
    plan = [scene.part("Twelve icons", "240", days=6, revisions=1), scene.part("Twenty-four more", "420", days=12)]
    yield scene.ago(20, 3)
    yield from scene.agree(plan, scope="Line icons of tools and parts, one weight, readable at 16 pixels.")
    yield scene.ago(15, 8)
    scene.deliver(1, "The first twelve.", files=[drawing("icons.png", "logo")])
    yield scene.ago(12, 2)
    scene.approve(1)


@story(
    title="Search audit and plan",
    policy="steps8",
    client="kenji",
    freelancer="samuel",
    category="full-seo-package",
    be="samuel",
    hint="Kenji stopped after step 1 was approved: that is paid, the other steps never started.",
)
def stopped(scene):
    plan = [
        scene.part("Audit", "220", days=5, revisions=1),
        scene.part("Plan for six months", "260", days=6),
        scene.part("First articles", "400", days=14),
    ]
    yield scene.ago(31, 2)
    yield from scene.agree(plan, scope="Why the shop is not found, and what to do about it.")
    yield scene.ago(27, 4)
    scene.deliver(
        1, "The audit, with a list by effort.", files=[pdf("audit.pdf", "Audit", "1 Titles", "2 Speed", "3 Links")]
    )
    yield scene.ago(25, 6)
    scene.approve(1)
    yield scene.ago(24, 3)
    scene.stop()


@story(
    title="Short stories for a language course",
    policy="steps8",
    client="noor",
    freelancer="samuel",
    category="short-stories",
    be="samuel",
    hint="Finished. The first step's money has cleared, the second is still clearing: see Samuel's wallet.",
)
def finished(scene):
    plan = [
        scene.part("Six stories", "300", days=7, revisions=2),
        scene.part("Six more, and edits", "300", days=7, revisions=2),
    ]
    yield scene.ago(36, 9)
    yield from scene.agree(plan, scope="Twelve stories of 300 words for learners at level A2.")
    yield scene.ago(29, 5)
    scene.deliver(
        1, "Stories 1 to 6.", files=[text("stories-1-6.txt", "The Lighthouse\n\nEvery evening Amal looks at the sea.")]
    )
    yield scene.ago(27, 5)
    scene.approve(1)
    yield scene.ago(27, 1)
    scene.pay(2)
    yield scene.ago(8, 6)
    scene.deliver(
        2, "Stories 7 to 12, and the edits.", files=[text("stories-7-12.txt", "The Baker\n\nYusuf gets up at four.")]
    )
    yield scene.ago(6, 2)
    scene.approve(2)
