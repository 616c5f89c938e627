"""Under "Steps, 5-day review": charged one after the other on approval, paid out when the order completes."""

from marketplace.demo.files import drawing, text
from marketplace.demo.timeline import story


@story(
    title="Brand story in three chapters",
    policy="steps5",
    client="ada",
    freelancer="samuel",
    category="concept-development",
    be="ada",
    hint="Step 1 is approved but not paid out: here the freelancer is paid when the order completes. Step 2 waits for "
    "your review; five days of silence accept it and end the order.",
)
def approved(scene):
    plan = [
        scene.part("Interviews", "200", days=5),
        scene.part("Draft", "200", days=6),
        scene.part("Final text", "200", days=4),
    ]
    yield scene.ago(14, 5)
    yield from scene.agree(
        plan, scope="Who we are, in 900 words: for the site, for the press, for the shop window.", revisions=2
    )
    yield scene.ago(9, 2)
    scene.deliver(
        1, "Four interviews, as notes.", files=[text("interviews.txt", "Edith, printmaker: ...\nRafael, sculptor: ...")]
    )
    yield scene.ago(8, 4)
    scene.approve(1)
    yield scene.ago(2, 21)
    scene.deliver(
        2, "The draft. Chapter two is the one to argue about.", files=[text("draft.txt", "Chapter one: The looms")]
    )


@story(
    title="Sound for three lesson films",
    policy="steps5",
    client="noor",
    freelancer="tomasz",
    category="producers-composers",
    be="noor",
    hint="Step 1 came from Noor’s balance. Step 2 was charged automatically on approval, and the card was declined: "
    "three days of grace. Pay with another card, or let it run out.",
)
def charge_failed(scene):
    plan = [scene.part(f"Film {number}", "120", days=4) for number in (1, 2, 3)]
    yield scene.ago(7, 1)
    yield from scene.agree(plan, scope="Quiet sound for three films of a minute.", revisions=1, card="9995")
    yield scene.ago(3, 6)
    scene.deliver(1, "Film one, mixed for phones and for a classroom.", links=["https://films.example/lessons/1"])
    scene.make_default("9995")  # else another default would pay in its place
    yield scene.ago(1, 9)
    scene.approve(1)


@story(
    title="Pages for 24 tools",
    policy="steps5",
    client="maya",
    freelancer="ines",
    category="website-design",
    be="ines",
    hint="Maya approved step 2 and stopped there. Two of three steps were paid on completion, and clear for 14 days.",
)
def stopped(scene):
    plan = [
        scene.part("Eight tools", "160", days=3),
        scene.part("Eight more", "160", days=3),
        scene.part("The last eight", "160", days=3),
    ]
    yield scene.ago(27, 3)
    yield from scene.agree(plan, scope="A page for each tool: what it is for, and how to mend it.", revisions=2)
    yield scene.ago(24, 2)
    scene.deliver(1, "Tools 1 to 8.", files=[drawing("tools-1-8.png", "wireframe")])
    yield scene.ago(23, 5)
    scene.approve(1)
    yield scene.ago(20, 7)
    scene.deliver(2, "Tools 9 to 16.", files=[drawing("tools-9-16.png", "wireframe")])
    yield scene.ago(19, 2)
    scene.approve_and_stop(2)


@story(
    title="Voice for an audio guide",
    policy="steps5",
    client="noor",
    freelancer="tomasz",
    category="voice-over",
    be="noor",
    hint="Tomasz asks for four more days. Four days without an answer, and the request counts as withdrawn.",
)
def extension(scene):
    plan = [scene.part("Rooms 1 to 5", "180", days=6), scene.part("Rooms 6 to 12", "240", days=8)]
    yield scene.ago(6, 4)
    yield from scene.agree(plan, scope="Twelve rooms of a school museum, about a minute each.", revisions=1)
    yield scene.ago(1, 2)
    scene.ask_for_time(1, days=4, reason="The studio is flooded; I record at a friend’s from Thursday on.")


@story(
    title="Bookkeeping set in order",
    policy="steps5",
    client="ines",
    freelancer="bram",
    category="accounting-bookkeeping",
    be="bram",
    hint="Finished: both steps were paid out together at the end.",
)
def finished(scene):
    plan = [scene.part("Sort and enter", "150", days=5), scene.part("Report", "100", days=3)]
    yield scene.ago(40, 2)
    yield from scene.agree(plan, scope="A year of receipts, entered and explained.", revisions=1)
    yield scene.ago(35, 5)
    scene.deliver(
        1, "All receipts are in; eleven have questions.", files=[text("questions.txt", "Receipt 14: which client?")]
    )
    yield scene.ago(34, 3)
    scene.approve(1)
    yield scene.ago(31, 4)
    scene.deliver(2, "The report.", files=[drawing("report.png", "chart")])
    yield scene.ago(30, 1)
    scene.approve(2)
