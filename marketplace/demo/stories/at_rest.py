"""Under "Fair": an order that rests until a day that both agreed on, and a step whose time waits for the client."""

from marketplace.demo.timeline import story


@story(
    title="Photographs of a garden in winter",
    policy="fair",
    client="ines",
    freelancer="mateo",
    category="event-photos",
    be="mateo",
    hint="It rests until the snow is there: no time runs. Either side goes on alone whenever they like, and what was "
    "due moves by as long as it rested.",
)
def rests(scene):
    yield scene.ago(11, 4)
    yield from scene.agree(
        [
            scene.part("The garden before the snow", "240", days=14, revisions=1),
            scene.part("The garden under it", "360", days=14, revisions=1),
        ],
        scope="Twenty pictures of the botanical garden for a calendar, half of them with snow.",
    )
    yield scene.ago(5, 3)
    case = scene.ask_to_pause(scene.day(12), by=scene.freelancer, reason="The first frost is two weeks late this year.")
    yield scene.ago(4, 6)
    scene.accept_case(case, by=scene.client, answer="Better late and white than grey.")


@story(
    title="Labels for twelve teas",
    policy="fair",
    client="kenji",
    freelancer="elif",
    category="logo-design",
    be="kenji",
    hint="Elif asked what the step needs, and her time stands until you answer. You asked for a rest: she has not "
    "answered that yet.",
)
def waits(scene):
    yield scene.ago(9, 7)
    yield from scene.agree(
        [
            scene.part("Three labels, to find the line", "220", days=12, revisions=2),
            scene.part("The other nine", "480", days=12, revisions=1),
        ],
        scope="Labels for twelve teas, printed in one colour on brown paper.",
    )
    yield scene.ago(6, 2)
    case = scene.ask_client(1, "How large is the smallest tin?")
    yield scene.ago(5, 1)
    scene.answer_client(case, "Six centimetres across, and nine high.")
    yield scene.ago(1, 20)
    scene.ask_client(1, "May the name of the tea be in its own script as well? Then I need all twelve written by you.")
    yield scene.ago(0, 9)
    scene.ask_to_pause(scene.day(14), by=scene.client, reason="The printer moves house, and we can’t look at proofs.")
