"""Offers that are not orders: in each state, and waiting for each side."""

from marketplace.demo.timeline import story
from marketplace.offers import actions as offering


def two_milestones(scene, first="300", second="500"):
    return [
        scene.part("First version", first, days=7, revisions=1),
        scene.part("Final version", second, days=10, revisions=1),
    ]


def dated(scene, first="400", second="600"):
    return [
        scene.part("First part", first, due_on=scene.day(12), deliverables=["First part"]),
        scene.part("Second part", second, due_on=scene.day(26), deliverables=["Second part"]),
    ]


@story(
    title="Search for the print archive",
    policy="fair",
    client="ada",
    freelancer="grace",
    be="grace",
    hint="A draft that nobody but Grace sees. Finish it in the editor and send it.",
)
def draft(scene):
    yield scene.ago(1, 2)
    scene.write(two_milestones(scene), by=scene.freelancer, scope="Search by artist, year and technique.")


@story(
    title="Shop in two languages",
    policy="steps8",
    client="kenji",
    freelancer="grace",
    category="full-website-creation",
    be="kenji",
    hint="Waits for Kenji: read it, ask for changes, decline or accept it with a card.",
)
def sent_to_client(scene):
    yield scene.ago(2, 5)
    scene.write(two_milestones(scene, "600", "900"), by=scene.freelancer, scope="The shop in Japanese and English.")
    scene.send(by=scene.freelancer, message="Hello Kenji, two steps, so that you see the English shop before the rest.")


@story(
    title="Spare parts in the shop",
    policy="fair",
    client="maya",
    freelancer="bram",
    be="bram",
    hint="Written by the client, waits for Bram. When he accepts, Maya’s saved card pays the first step.",
)
def sent_to_freelancer(scene):
    yield scene.ago(1, 6)
    scene.write(
        two_milestones(scene, "450", "650"), by=scene.client, scope="2,300 spare parts, each with its products."
    )
    scene.send(by=scene.client, message="Hello Bram, could you take this on after the reports?")


@story(
    title="Teacher training videos",
    policy="fair",
    client="noor",
    freelancer="tomasz",
    be="noor",
    hint="Countered: Tomasz answered Noor’s terms with his own. Compare both versions, then answer.",
)
def countered(scene):
    yield scene.ago(4, 3)
    scene.write(two_milestones(scene, "300", "600"), by=scene.client, scope="Eight videos of five minutes.")
    scene.send(by=scene.client, message="Hello Tomasz, is this possible before summer?")
    yield scene.ago(2, 4)
    scene.counter(
        two_milestones(scene, "380", "760"),
        by=scene.freelancer,
        message="It is, with one more week and a second voice.",
    )


@story(
    title="Shop window screens",
    policy="steps8",
    client="ada",
    freelancer="tomasz",
    category="3d-product-animation",
    be="tomasz",
    hint="Ada asked for changes. Write the next version as Tomasz, or wait: she may still accept this one.",
)
def changes_asked(scene):
    yield scene.ago(3, 6)
    scene.write(
        two_milestones(scene, "250", "350"), by=scene.freelancer, scope="A loop of thirty seconds for the shop window."
    )
    scene.send(by=scene.freelancer)
    yield scene.ago(1, 5)
    offering.ask_changes(scene.offer, by=scene.client, message="Could the first version be silent, and cost less?")


@story(
    title="Loyalty cards",
    policy="fair",
    client="kenji",
    freelancer="bram",
    be="bram",
    hint="Declined, with the reason.",
)
def declined(scene):
    yield scene.ago(9, 2)
    scene.write(two_milestones(scene), by=scene.freelancer, scope="Ten bowls, one free.")
    scene.send(by=scene.freelancer)
    yield scene.ago(7, 3)
    offering.decline(scene.offer, by=scene.client, reason="Our guests do not collect bowls by cards.")


@story(
    title="Podcast about materials",
    policy="fair",
    client="maya",
    freelancer="samuel",
    be="samuel",
    hint="Nobody answered for 14 days: expired.",
)
def expired(scene):
    yield scene.ago(19, 2)
    scene.write(two_milestones(scene), by=scene.freelancer, scope="Six episodes of twenty minutes.")
    scene.send(by=scene.freelancer, message="An idea, after your talk about wool.")


@story(
    title="Christmas cards",
    policy="fair",
    client="ada",
    freelancer="lucia",
    be="lucia",
    hint="Withdrawn by Lucía, who has no time before Christmas.",
)
def withdrawn(scene):
    yield scene.ago(8, 4)
    scene.write(two_milestones(scene, "120", "160"), by=scene.freelancer, scope="Four motifs, to be printed by hand.")
    scene.send(by=scene.freelancer)
    yield scene.ago(6, 2)
    offering.withdraw(scene.offer, by=scene.freelancer)


@story(
    title="Signage for the new workshop",
    policy="studio",
    client="maya",
    freelancer="lucia",
    be="lucia",
    hint="A proposal that Maya has signed; it waits for the second signature. Read the contract and sign it as Lucía.",
)
def second_signature(scene):
    yield scene.ago(2, 7)
    plan = dated(scene, "1400", "1600")
    scene.write(
        plan, by=scene.client, scope="Signs that people with oil on their hands can read.", starts_on=scene.day(7)
    )
    scene.send(by=scene.client, message="Hello Lucía, our lawyer likes contracts. I like your signs.")


@story(
    title="Translation memory",
    policy="contract14",
    client="noor",
    freelancer="bram",
    be="bram",
    hint="Noor has paid the deposit with the offer. Accept it as Bram and the money moves into step 1; "
    "decline, and it "
    "goes back.",
)
def deposited(scene):
    yield scene.ago(1, 4)
    scene.write(dated(scene), by=scene.client, scope="What was translated once is not translated twice.")
    scene.send(by=scene.client)


@story(
    title="Subtitles in four languages",
    policy="contract14",
    client="noor",
    freelancer="tomasz",
    be="noor",
    hint="A draft of Noor’s, ready to be sent. On the way out she chooses what she deposits: the first step, or "
    "the whole project.",
)
def to_deposit(scene):
    yield scene.ago(0, 3)
    scene.write(dated(scene, "350", "450"), by=scene.client, scope="All eight videos, in Arabic, Urdu, Tamil, English.")


@story(
    title="Exports for the auditors",
    policy="contract14",
    client="kenji",
    freelancer="bram",
    be="bram",
    hint="Kenji has deposited the whole project with the offer. Accept it as Bram, and every step is in escrow.",
)
def deposited_as_a_whole(scene):
    yield scene.ago(0, 5)
    scene.write(dated(scene, "500", "700"), by=scene.client, scope="Every sale of a year, in one file for each month.")
    scene.send(by=scene.client, whole=True)


@story(
    title="Print shop interface",
    policy="contract14",
    client="ada",
    freelancer="bram",
    be="ada",
    hint="The deposit waits for Ada’s confirmation at the bank: confirm or refuse it there.",
)
def confirming(scene):
    yield scene.ago(0, 1)
    scene.write(dated(scene, "250", "350"), by=scene.client, scope="Orders go to the printer by themselves.")
    scene.send(by=scene.client, card="3184")


@story(
    title="Counting visitors",
    policy="fair",
    client="ada",
    freelancer="bram",
    be="ada",
    hint="Bram accepted, but Ada’s card was declined. Pay with another card and the order begins.",
)
def unpaid_acceptance(scene):
    yield scene.ago(2, 2)
    scene.write(two_milestones(scene, "220", "260"), by=scene.client, scope="How many people come in, and when.")
    scene.send(by=scene.client, card="0002")
    yield scene.ago(1, 1)
    scene.accept()


@story(
    title="Portraits of the founders",
    policy="fair",
    client="maya",
    freelancer="ines",
    be="ines",
    hint="Sent to somebody who has no account yet: the invitation is in the mailbox. Follow its link and sign up.",
)
def invitation(scene):
    yield scene.ago(0, 6)
    scene.write(
        two_milestones(scene, "180", "220"),
        by=scene.freelancer,
        scope="Five portraits.",
        to=False,
        invite="robin@newcomer.example",
    )
    scene.send(by=scene.freelancer, message="Hello Robin, here is the plan that we talked about.")
