"""Orders that came from gigs: in all three packages, under two rulebooks, in steps and as one payment."""

from marketplace.demo.files import drawing, pdf, text
from marketplace.demo.timeline import bought

BASIC, STANDARD, PREMIUM = "basic", "standard", "premium"


@bought(
    "logo-mark",
    client="maya",
    be="maya",
    hint="Maya ordered the standard package and paid the first step. Lucía’s clock stands still until the questions "
    "are answered: answer them as Maya.",
)
def waits_for_answers(scene):
    yield scene.ago(1, 3)
    scene.buy(STANDARD)


@bought(
    "anuncios",
    client="kenji",
    be="mateo",
    hint="Kenji has not answered yet. As Mateo: remind him, or begin without the answer.",
)
def waits_in_spanish(scene):
    yield scene.ago(3, 7)
    scene.buy(BASIC)


@bought(
    "social-quarter",
    client="ines",
    be="samuel",
    hint="The questions are answered and the first month is under way. As Samuel, tick off what is done and deliver.",
)
def running(scene):
    yield scene.ago(12, 4)
    scene.buy(STANDARD)
    yield scene.ago(11, 6)
    scene.hand_in_answers(
        {1: ["The text of my site, two letters to clients, a talk that I gave in June."], 2: ["LinkedIn"]}
    )
    yield scene.ago(6, 2)
    scene.tick(1, 0, 1)


@bought(
    "django-shop",
    client="ada",
    be="ada",
    hint="The premium package: four steps. Step 2 is delivered, and Ada’s review runs: approve it, or ask for changes.",
)
def delivered(scene):
    yield scene.ago(32, 5)
    scene.buy(PREMIUM)
    yield scene.ago(31, 8)
    scene.hand_in_answers(
        {1: ["Prints by sixty artists, 400 of them, in Europe."], 2: ["In a market place"]},
    )
    yield scene.ago(27, 4)
    scene.tick(1, 0, 1, 2)
    scene.deliver(
        1,
        "Twelve pages as wireframes, for phones first. The checkout is on pages 7 to 9.",
        files=[drawing("shop-home.png", "wireframe"), drawing("shop-checkout.png", "wireframe")],
    )
    yield scene.ago(26, 3)
    scene.approve(1)
    yield scene.ago(25, 22)
    scene.pay(2)
    yield scene.ago(14, 6)
    scene.tick(2, 0, 1)
    yield scene.ago(3, 5)
    scene.tick(2, 2, 3)
    scene.deliver(
        2,
        "Catalogue, cart and checkout are on staging, with your 400 products imported. Card 4242 pays there.",
        links=["https://staging.prints.example/"],
    )


@bought(
    "whiteboard",
    client="kenji",
    be="tomasz",
    hint="Ended: three steps, each approved and paid out. Everything is in the history and the statement.",
)
def ended(scene):
    yield scene.ago(28, 6)
    scene.buy(BASIC)
    yield scene.ago(27, 9)
    scene.hand_in_answers({1: ["Why a bowl that was thrown by hand keeps tea warm for longer."], 2: ["No matter"]})
    for number, (delivers, approves, pays) in enumerate([(25, 24, 23), (21, 20, 19), (15, 14, None)], start=1):
        yield scene.ago(delivers, 4)
        scene.deliver(number, WORDS[number - 1], files=[drawing(f"bowl-{number}.png", "storyboard")])
        yield scene.ago(approves, 3)
        scene.approve(number)
        if pays:
            yield scene.ago(pays, 5)
            scene.pay(number + 1)


WORDS = ["The script: 78 words, half a minute.", "Eleven drawings.", "The film, with a quiet piano."]


@bought(
    "checkout-bugs",
    client="ada",
    be="ada",
    hint="One payment for the whole: a single order. It is delivered, and three days of silence accept it.",
)
def single_delivered(scene):
    yield scene.ago(4, 8)
    scene.buy(BASIC)
    yield scene.ago(4, 2)
    scene.hand_in_answers(
        {1: ["Two artists in one cart: the second one’s parcel is charged twice."], 2: ["In the repository, bin/demo."]}
    )
    yield scene.ago(1, 7)
    scene.deliver(
        1,
        "Found: the fee of the parcel was added for each line and again for each seller. The test is in the branch.",
        files=[text("report.txt", "What was wrong: delivery was summed over lines and over sellers.")],
    )


@bought(
    "explainer-voice",
    client="kenji",
    be="kenji",
    hint="A workflow without payments of its own: the package was paid once, and its steps show how far Tomasz is.",
)
def payments_off(scene):
    yield scene.ago(3, 9)
    scene.buy(STANDARD)
    yield scene.ago(3, 5)
    scene.hand_in_answers({1: ["Our clay comes from the hill behind the house. My grandfather dug it."]})
    yield scene.ago(1, 4)
    scene.tick(1, 0, 1)


@bought(
    "podcast-theme",
    client="maya",
    be="jonas",
    hint="Maya approved the demo and stopped there: the steps that never started cost nothing.",
)
def stopped(scene):
    yield scene.ago(24, 6)
    scene.buy(BASIC)
    yield scene.ago(23, 8)
    scene.hand_in_answers(
        {1: ["Repairing things, for people who are afraid of it."], 2: ["Radiolab. Not: anything loud."]}
    )
    yield scene.ago(20, 4)
    scene.deliver(
        1, "Two demos on the piano. The second one has the screwdriver in it.", links=["https://jonas.example/fjall"]
    )
    yield scene.ago(19, 3)
    scene.approve_and_stop(1)


@bought(
    "contract",
    client="ines",
    be="priya",
    hint="Ended: a single contract in two steps, with its draft explained clause by clause.",
)
def contract(scene):
    yield scene.ago(30, 3)
    scene.buy(BASIC)
    yield scene.ago(29, 6)
    scene.hand_in_answers({1: ["Product design for companies in Portugal and Sweden."], 2: ["Another"]})
    yield scene.ago(28, 4)
    scene.deliver(
        1, "My notes of our call; please correct what I got wrong.", files=[pdf("notes.pdf", "Notes", "1 Work")]
    )
    yield scene.ago(27, 5)
    scene.approve(1)
    yield scene.ago(26, 3)
    scene.pay(2)
    yield scene.ago(22, 7)
    scene.deliver(2, "The draft, with explanations.", files=[pdf("contract.pdf", "Contract", "1 Who does what")])
    yield scene.ago(21, 2)
    scene.approve(2)


@bought(
    "data-move",
    client="ada",
    be="ada",
    hint="Ada’s card was declined when she ordered. Nobody else sees it: she has a day to pay with another card.",
)
def declined(scene):
    yield scene.ago(0, 3)
    scene.buy(BASIC, card="0002")


@bought(
    "product-photos",
    client="maya",
    be="maya",
    hint="Maya has subscribed for three months: the second began by itself, 10 % cheaper, and asks its questions anew. "
    "As Maya: look at the subscription beside the order, and cancel the third month before it begins.",
)
def subscribed(scene):
    yield scene.ago(40, 2)
    scene.buy(BASIC, months=3)
    yield scene.ago(39, 7)
    scene.hand_in_answers({1: ["Four mugs, the largest is 14 cm high."], 2: ["Own shop"]})
    yield scene.ago(35, 5)
    scene.deliver(1, "Twelve pictures, three of each mug.", files=[drawing("mugs.png", "storyboard")])
    yield scene.ago(34, 1)
    scene.approve(1)
