"""Under “Fair”: what becomes of orders when support suspends one of the two sides."""

from marketplace.demo.timeline import story

FIRST = "Two clients were sent the same texts, and neither was told. We look into it."
AGAIN = "A client found text from a machine, with its mistakes, in a delivery. We look into it."


@story(
    title="Catalogue in two languages",
    policy="fair",
    client="kenji",
    freelancer="viktor",
    category="translation",
    be="kenji",
    hint="Support had suspended Viktor: after fourteen days Kenji ended it alone, and what was held came back whole.",
)
def left(scene):
    yield scene.ago(36, 5)
    yield from scene.agree(
        [
            scene.part("The first half", "300", days=12, revisions=1),
            scene.part("The second half", "300", days=12, revisions=1),
        ],
        scope="Our catalogue of autumn, from English into Swedish.",
    )
    yield scene.ago(32, 2)
    scene.suspend(scene.freelancer, FIRST)
    yield scene.ago(17, 3)
    scene.leave(by=scene.client)
    yield scene.ago(16, 8)
    scene.lift(scene.freelancer, "The work was done anew, and both clients agreed.")


@story(
    title="Subtitles for six films",
    policy="fair",
    client="maya",
    freelancer="viktor",
    category="translation",
    be="maya",
    hint="Viktor is suspended. The order goes on, and its page says from when on Maya may end it alone: press +8 days. "
    "Be Viktor to see what he can still do.",
)
def goes_on(scene):
    yield scene.ago(14, 6)
    yield from scene.agree(
        [
            scene.part("Films one to three", "270", days=30, revisions=1),
            scene.part("Films four to six", "270", days=30, revisions=1),
        ],
        scope="Subtitles in English and Swedish for six films on repairing a tent.",
    )
    yield scene.ago(8, 2)
    scene.suspend(scene.freelancer, AGAIN)
