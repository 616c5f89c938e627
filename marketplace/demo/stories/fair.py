"""Under "Fair", Cairn's own rulebook: reminders, a review that can be extended once, and an order that waits."""

from marketplace.demo.files import archive, drawing, pdf, text
from marketplace.demo.timeline import story
from milestones.models.case import Fault


@story(
    title="Website from wireframe to testing",
    policy="fair",
    client="maya",
    freelancer="grace",
    currency="EUR",
    be="maya",
    hint="25/50/25, in euros. Step 2 is delivered. Extend the review once by 7 days, approve, or press +1 day and read "
    "the reminders in the mailbox.",
)
def website(scene):
    plan = [
        scene.part(
            "Wireframes and design",
            "1200",
            days=9,
            revisions=2,
            deliverables=["Wireframes", "Design of four pages"],
            substeps=["Wireframes", "Type and colour", "Four pages"],
        ),
        scene.part(
            "Build",
            "2400",
            days=18,
            revisions=2,
            deliverables=["Staging site", "Source code"],
            substeps=["Templates", "Shop", "Repair finder", "Content"],
        ),
        scene.part("Testing and launch", "1200", days=8, revisions=1, deliverables=["Test report", "Launch"]),
    ]
    yield scene.ago(31, 5)
    yield from scene.agree(
        plan,
        scope="A site for Fjällbruk that sells less and repairs more: shop, repair finder, spare parts.",
        message="As we said: a quarter for the design, half for the build, a quarter for testing and launch.",
    )
    yield scene.ago(24, 3)
    scene.tick(1, 0, 1, 2)
    scene.deliver(
        1,
        "Wireframes of everything, and four pages designed. The repair finder is new; tell me whether it is clear.",
        files=[
            (drawing("repair-finder.png", "wireframe"), "Wireframes"),
            (drawing("home.png", "wireframe"), "Design of four pages"),
            (pdf("type-and-colour.pdf", "Type and colour", "Inter for text", "Moss for what can be clicked"), ""),
        ],
    )
    yield scene.ago(22, 8)
    scene.approve(1)
    yield scene.ago(21, 22)
    scene.pay(2)
    yield scene.ago(12, 4)
    scene.tick(2, 0, 1)
    yield scene.ago(6, 16)
    scene.tick(2, 2, 3)
    scene.deliver(
        2,
        "It is all on staging, filled with your texts. The code is in the archive, with instructions.",
        files=[
            (archive("fjallbruk.zip", {"README.md": "# Fjällbruk", "shop/models.py": "class Part: ..."}), "Source code")
        ],
        links=["https://staging.fjallbruk.example/"],
    )


@story(
    title="Three months of social content",
    policy="fair",
    client="maya",
    freelancer="samuel",
    currency="EUR",
    be="samuel",
    hint="A milestone a month, each with named deliverables. Month 2 is funded and under way: tick off substeps and "
    "deliver it as Samuel.",
)
def social(scene):
    def month(number, theme):
        return scene.part(
            f"Month {number}: {theme}",
            "750",
            days=30,
            revisions=2,
            description="Planned, written, photographed and scheduled; a report at the end of the month.",
            deliverables=["Calendar", "12 posts with pictures", "4 short videos", "Report of the month"],
            substeps=["Calendar approved", "Posts written", "Videos cut", "Scheduled", "Report"],
        )

    yield scene.ago(44, 6)
    yield from scene.agree(
        [month(1, "things that last"), month(2, "how to mend"), month(3, "winter")],
        scope="Twelve posts and four short videos a month, one voice, in English and Swedish.",
        message="One step a month, so that you see numbers before you pay for the next one.",
    )
    yield scene.ago(26, 3)
    scene.tick(1, 0, 1, 2, 3)
    yield scene.ago(15, 4)
    scene.tick(1, 4)
    scene.deliver(
        1,
        "Month one is done: the post about darning reached four times as many people as all the others.",
        files=[
            (
                text("calendar-month-1.txt", "Mon  A zip, repaired\nWed  Wax, not plastic\nFri  Ask us anything"),
                "Calendar",
            ),
            (drawing("reach-month-1.png", "chart"), "Report of the month"),
        ],
        links=["https://social.example/fjallbruk"],
    )
    yield scene.ago(13, 2)
    scene.approve(1)
    yield scene.ago(12, 20)
    scene.pay(2)
    yield scene.ago(7, 5)
    scene.tick(2, 0, 1)


@story(
    title="Whiteboard video from storyboard to final cut",
    policy="fair",
    client="noor",
    freelancer="tomasz",
    currency="KWD",
    be="noor",
    hint="In Kuwaiti dinars, with three decimals. Tomasz asks for five more days for step 2: answer the "
    "request as Noor.",
)
def whiteboard(scene):
    plan = [
        scene.part("Storyboard", "54.650", days=6, revisions=2, deliverables=["Storyboard of 24 frames"]),
        scene.part("Drawing and animation", "109.340", days=12, revisions=1, substeps=["Drawings", "Animation"]),
        scene.part(
            "Voice, sound and final cut", "54.650", days=6, revisions=1, deliverables=["Video, 3 minutes", "Captions"]
        ),
    ]
    yield scene.ago(22, 4)
    yield from scene.agree(
        plan,
        scope="How a desert stores water, in three minutes, for pupils of twelve.",
        message="You see every frame first.",
    )
    yield scene.ago(16, 6)
    scene.deliver(
        1,
        "Twenty-four frames, with the text below each.",
        files=[(drawing("frames-1-6.png", "storyboard"), "Storyboard of 24 frames")],
    )
    yield scene.ago(14, 3)
    scene.revise(1, "Frame 9 shows rain. There has not been any for two years; please draw dew.")
    yield scene.ago(13, 1)
    scene.deliver(
        1, "Frame 9 is dew now.", files=[(drawing("frames-7-12.png", "storyboard"), "Storyboard of 24 frames")]
    )
    yield scene.ago(12, 2)
    scene.approve(1)
    yield scene.ago(11, 20)
    scene.pay(2)
    yield scene.ago(3, 5)
    scene.tick(2, 0)
    yield scene.ago(1, 4)
    scene.ask_for_time(2, days=5, reason="The dew took longer than the desert. Two drawings are still missing.")


@story(
    title="Product photos for the autumn catalogue",
    policy="fair",
    client="ada",
    freelancer="ines",
    be="ada",
    hint="Ada asked for a revision, and Inês answers that it is new scope: a change order for a step of its "
    "own. Accept "
    "or decline it as Ada.",
)
def change_order(scene):
    plan = [
        scene.part("Thirty works, photographed", "420", days=8, revisions=2),
        scene.part("Retouching", "280", days=5, revisions=2),
    ]
    yield scene.ago(11, 7)
    yield from scene.agree(plan, scope="Thirty prints, photographed flat, colours as on paper.")
    yield scene.ago(4, 3)
    scene.deliver(1, "All thirty, as raw files and as previews.", links=["https://photos.example/atelier-autumn"])
    yield scene.ago(2, 6)
    scene.revise(1, "Could each print also be shown in its frame, on a wall?")
    yield scene.ago(1, 2)
    extra = scene.part("Thirty works, framed, on a wall", "360", days=6, revisions=1)
    scene.offer_change_order(1, extra, "Gladly, but that is a second set of thirty photos, in another room.")


@story(
    title="Repair guide, first edition",
    policy="fair",
    client="maya",
    freelancer="bram",
    be="bram",
    hint="Maya stopped the order a week ago. Bram asks to reopen it; with both agreeing it goes on where it stopped.",
)
def reopen(scene):
    plan = [
        scene.part("Structure and ten guides", "500", days=8, revisions=1),
        scene.part("Twenty more guides", "900", days=14),
    ]
    yield scene.ago(24, 4)
    yield from scene.agree(plan, scope="Guides that people can follow with a screwdriver and a phone.")
    yield scene.ago(17, 5)
    scene.deliver(
        1, "The structure, and ten guides.", files=[text("guide-zip.txt", "1 Unscrew the slider\n2 Warm the coil")]
    )
    yield scene.ago(15, 2)
    scene.approve(1)
    yield scene.ago(7, 3)
    scene.stop()
    yield scene.ago(2, 2)
    scene.ask_to_reopen(
        by=scene.freelancer, reason="The spring budget is there, and the next ten guides are half written."
    )


@story(
    title="Booking system for the kiln",
    policy="fair",
    client="kenji",
    freelancer="bram",
    be="kenji",
    hint="Bram proposes another amount for step 2, which has not begun. Both sides must agree: answer as Kenji.",
)
def plan_change(scene):
    plan = [
        scene.part("Calendar and bookings", "600", days=10, revisions=2),
        scene.part("Payments", "400", days=7, revisions=1),
    ]
    yield scene.ago(8, 5)
    yield from scene.agree(plan, scope="Guests book a place in the kiln, by shelf and by day.")
    yield scene.ago(1, 8)
    scene.ask_to_change(
        2,
        scene.part("Payments and deposits", "520", days=9, revisions=1),
        by=scene.freelancer,
        reason="You asked for deposits that come back after the firing. That is two days more.",
    )


@story(
    title="Lesson on fractions, interactive",
    policy="fair",
    client="noor",
    freelancer="grace",
    be="sam",
    hint="A dispute that both sides have answered, with a split that Grace proposes. Accept it as Noor, or decide it "
    "as Sam in the support desk; only this step is frozen.",
)
def dispute(scene):
    plan = [
        scene.part("Prototype", "350", days=7, revisions=1),
        scene.part("Six exercises", "700", days=12, revisions=1),
    ]
    yield scene.ago(19, 3)
    yield from scene.agree(plan, scope="Pupils cut a pizza until they understand what a fraction is.")
    yield scene.ago(12, 4)
    scene.deliver(1, "The prototype runs on tablets and on old phones.", links=["https://fractions.example/prototype"])
    yield scene.ago(9, 5)
    scene.dispute(
        1,
        by=scene.client,
        reason="On our tablets, which are from 2019, the pizza cannot be cut.",
        wanted="Half of it back",
    )
    yield scene.ago(7, 6)
    scene.reply(
        by=scene.freelancer, answer="The brief says “current tablets”. I offered to look at the old ones for free."
    )
    yield scene.ago(6, 2)
    scene.propose_split(
        1, by=scene.freelancer, released=25_000, reason="It runs on all but the old tablets; 100 back is fair."
    )


@story(
    title="Map of all workshops",
    policy="fair",
    client="maya",
    freelancer="bram",
    be="bram",
    hint="Support decided this dispute with a split: part was paid, part went back, and the order went on to its end.",
)
def split(scene):
    plan = [scene.part("Map with search", "800", days=10, revisions=1)]
    yield scene.ago(35, 4)
    yield from scene.agree(plan, scope="Every repair workshop of the country on one map.")
    yield scene.ago(26, 3)
    scene.deliver(1, "The map, with search by town.", links=["https://map.example/workshops"])
    yield scene.ago(24, 3)
    case = scene.dispute(1, by=scene.client, reason="A third of the workshops is missing.", wanted="A third back")
    yield scene.ago(22, 5)
    scene.reply(by=scene.freelancer, answer="They were not in the list that I was given.")
    yield scene.ago(20, 2)
    scene.decide_by_support(
        case,
        released=60_000,
        reason="The list was incomplete, and checking it was part of the step: three quarters are paid, one "
        "comes back.",
    )


@story(
    title="User interviews, summarised",
    policy="fair",
    client="maya",
    freelancer="ines",
    be="ines",
    hint="One step, finished and paid to the balance at once: this rulebook has no clearing.",
)
def finished(scene):
    yield scene.ago(21, 2)
    yield from scene.agree(
        [scene.part("Six interviews", "140", days=7, revisions=1)], scope="Why people do not repair."
    )
    yield scene.ago(14, 7)
    scene.deliver(
        1,
        "Six interviews on four pages.",
        files=[pdf("interviews.pdf", "Why people do not repair", "1 Time", "2 Fear")],
    )
    yield scene.ago(12, 3)
    scene.approve(1)


@story(
    title="Price list in three languages",
    policy="fair",
    client="kenji",
    freelancer="samuel",
    be="kenji",
    hint="Cancelled by both sides before anything was accepted: everything came back, with the fee.",
)
def cancelled(scene):
    yield scene.ago(28, 3)
    yield from scene.agree(
        [scene.part("Translation", "160", days=5), scene.part("Layout", "90", days=3)], scope="For the fair in Milan."
    )
    yield scene.ago(25, 2)
    case = scene.ask_to_cancel(
        1, by=scene.client, reason="We do not go to Milan after all. My mistake.", fault=Fault.CLIENT
    )
    yield scene.ago(24, 5)
    scene.accept_case(case, by=scene.freelancer, answer="No hard feelings.")


@story(
    title="Glaze database",
    policy="fair",
    client="kenji",
    freelancer="bram",
    currency="JPY",
    be="kenji",
    hint="The freelancer gave the money of step 2 back; step 1 stays paid, so the order is completed.",
)
def given_back(scene):
    plan = [scene.part("Import of the notebooks", "60000", days=8), scene.part("Search", "45000", days=8)]
    yield scene.ago(34, 4)
    yield from scene.agree(plan, scope="Forty years of glaze recipes out of notebooks.")
    yield scene.ago(27, 3)
    scene.deliver(1, "1,204 recipes.", files=[text("import.txt", "1204 imported\n31 need your eyes")])
    yield scene.ago(25, 9)
    scene.approve(1)
    yield scene.ago(24, 3)
    scene.pay(2)
    yield scene.ago(18, 2)
    scene.give_back(2)


@story(
    title="Newsletter texts for a quarter",
    policy="fair",
    client="ada",
    freelancer="samuel",
    be="ada",
    hint="The first letter is paid, and the order waits for you to pay the second: 14 days, then it ends.",
)
def waits(scene):
    plan = [scene.part(f"Letter {number}", "180", days=10, revisions=1) for number in (1, 2, 3)]
    yield scene.ago(23, 5)
    yield from scene.agree(plan, scope="Three letters about how prints are made.")
    yield scene.ago(14, 2)
    scene.deliver(1, "Letter one: the press.", files=[text("letter-1.txt", "Every press has a sound of its own.")])
    yield scene.ago(9, 14)
    scene.approve(1)
