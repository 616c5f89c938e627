"""Under "Studio": both sign a contract, a milestone is deposited before it starts, five days of silence release it."""

from marketplace.demo.files import drawing, pdf
from marketplace.demo.timeline import story


@story(
    title="Brand system for a pottery",
    policy="studio",
    client="kenji",
    freelancer="ines",
    be="kenji",
    hint="Step 2 is delivered, and in about a day silence releases it; the order then goes on. Press +1 day, "
    "or approve.",
)
def delivered(scene):
    plan = [
        scene.part("Research and principles", "1500", due_on=scene.day(-18), deliverables=["Research report"]),
        scene.part("System", "2500", due_on=scene.day(-2), deliverables=["Type, colour and marks", "Templates"]),
        scene.part("Rollout", "1500", due_on=scene.day(20), deliverables=["Boxes", "Signs", "Web styles"]),
    ]
    yield scene.ago(33, 4)
    yield from scene.agree(
        plan,
        scope="One system for boxes, signs and the web, from the clay up.",
        starts_on=scene.day(-30),
        by=scene.client,
    )
    yield scene.ago(21, 4)
    scene.deliver(
        1,
        "What people remember of you: the brown, and the thumbprint.",
        files=[(pdf("research.pdf", "Research", "The brown"), "Research report")],
    )
    yield scene.ago(19, 3)
    scene.approve(1)
    yield scene.ago(18, 6)
    scene.pay(2)
    yield scene.ago(3, 20)
    scene.deliver(
        2,
        "The system: three browns, one thumbprint, and templates for everything that you print.",
        files=[
            (drawing("system.png", "logo"), "Type, colour and marks"),
            (drawing("templates.png", "wireframe"), "Templates"),
        ],
    )


@story(
    title="Exhibition site for the spring show",
    policy="studio",
    client="ada",
    freelancer="ines",
    be="ada",
    hint="Both have signed, but the first deposit was declined: step 1 stays pending until Ada pays with another card.",
)
def deposit_failed(scene):
    plan = [
        scene.part("Concept", "900", due_on=scene.day(12), deliverables=["Concept"]),
        scene.part("Site", "1800", due_on=scene.day(34), deliverables=["Site"]),
    ]
    yield scene.ago(5, 3)
    yield from scene.agree(
        plan, scope="Sixteen artists, one month, one page each.", starts_on=scene.day(3), card="0002"
    )


@story(
    title="Design audit of the learning platform",
    policy="studio",
    client="noor",
    freelancer="ines",
    be="ines",
    hint="Finished: the client paid a fixed 29 dollars for the contract, the freelancer no fee at all.",
)
def finished(scene):
    plan = [
        scene.part("Audit", "1400", due_on=scene.day(-22), deliverables=["Report"]),
        scene.part("Recommendations", "900", due_on=scene.day(-12), deliverables=["Plan"]),
    ]
    yield scene.ago(38, 5)
    yield from scene.agree(plan, scope="Where pupils get lost, and why.", starts_on=scene.day(-36))
    yield scene.ago(24, 3)
    scene.deliver(1, "Eleven places where pupils get lost.", files=[(pdf("audit.pdf", "Audit", "1 Sign-in"), "Report")])
    yield scene.ago(22, 6)
    scene.approve(1)
    yield scene.ago(21, 5)
    scene.pay(2)
    yield scene.ago(13, 4)
    scene.deliver(
        2, "What to change first, and what it costs.", files=[(pdf("plan.pdf", "Plan", "First: sign-in"), "Plan")]
    )


@story(
    title="Packaging for a repair kit",
    policy="studio",
    client="maya",
    freelancer="ines",
    currency="EUR",
    be="ines",
    hint="Maya asks Inês for more time on step 1: under this rulebook both must agree, and nothing happens by itself.",
)
def extension(scene):
    plan = [
        scene.part("Shape and material", "1300", due_on=scene.day(4), deliverables=["Three dummies"]),
        scene.part("Print files", "900", due_on=scene.day(18), deliverables=["Print files"]),
    ]
    yield scene.ago(9, 3)
    yield from scene.agree(plan, scope="A box that is also the sewing kit’s case.", starts_on=scene.day(-7))
    yield scene.ago(2, 5)
    scene.ask_for_time(1, days=7, reason="Our supplier sends the felt a week later.", by=scene.client)
