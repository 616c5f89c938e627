"""Under "Fair": orders that come with questions, whose time does not run before they are answered."""

from marketplace.demo.timeline import story
from milestones.questions import Question

QUESTIONS = [
    Question("what", "What do you do, for whom, and since when?"),
    Question("where", "Where will the logo be seen most?", "choice", ["On screens", "On paper", "On buildings"]),
    Question("likes", "Which of these are you?", "choices", ["Loud", "Quiet", "Playful", "Strict"], required=False),
    Question("files", "What exists already?", "file", required=False),
]


@story(
    title="A mark for a print fair",
    policy="fair",
    client="ada",
    freelancer="lucia",
    category="logo-design",
    be="ada",
    hint="Lucía asked four questions and starts when the needed ones are answered: answer as Ada, or press +5 days "
    "twice and cancel alone, with everything back.",
)
def mark(scene):
    plan = [
        scene.part("Three directions on paper", "240", days=4, revisions=1, substeps=["Sketches", "A call"], call=True),
        scene.part("The chosen mark, refined", "240", days=6, revisions=2),
    ]
    yield scene.ago(6, 20)
    yield from scene.agree(
        plan,
        scope="A mark for the print fair in spring, from sketches to files.",
        message="Before I begin I ask four things; your answers start the clock.",
        questions=QUESTIONS,
    )
    yield scene.ago(4, 3)
    scene.answer({1: ["A fair for printmakers, every April since 2019, for people who buy their first print."]})


@story(
    title="A logo for the repair café",
    policy="fair",
    client="maya",
    freelancer="lucia",
    currency="EUR",
    category="logo-design",
    be="lucia",
    hint="Maya never came to answer: after fourteen days Lucía cancelled alone. Everything went back, with its fee.",
)
def unanswered(scene):
    yield scene.ago(26, 4)
    yield from scene.agree(
        [
            scene.part("Three directions", "180", days=5, revisions=1),
            scene.part("The logo", "220", days=6, revisions=1),
        ],
        scope="A logo for the repair café.",
        questions=QUESTIONS[:1],
    )
    yield scene.ago(9, 2)
    scene.call_off(by=scene.freelancer)
