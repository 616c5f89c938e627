"""Under "Contract, 14-day review": a deposit with the offer, milestones one by one, released 14 days after delivery."""

from marketplace.demo.files import archive, pdf, text
from marketplace.demo.timeline import story


@story(
    title="Ten years of invoices, migrated",
    policy="contract14",
    client="ada",
    freelancer="bram",
    be="ada",
    hint="60 % of step 1 was released, and the rest rolled into step 2, which is paid and under way. The "
    "statement shows "
    "how it adds up.",
)
def rolled(scene):
    plan = [
        scene.part("Export and cleaning", "900", due_on=scene.day(-12)),
        scene.part("Import and checks", "1200", due_on=scene.day(6)),
        scene.part("Hand-over", "300", due_on=scene.day(14)),
    ]
    yield scene.ago(29, 3)
    yield from scene.agree(
        plan, scope="From a program that nobody sells any more into one that somebody does.", by=scene.client
    )
    yield scene.ago(16, 4)
    scene.deliver(
        1,
        "2014 to 2019 is clean. The older half needs another approach.",
        files=[text("report.txt", "3,204 clean\n2,911 to do")],
    )
    yield scene.ago(14, 2)
    scene.release_part(1, 54_000)
    yield scene.ago(13, 5)
    scene.pay(2)


@story(
    title="Reports that the board can read",
    policy="contract14",
    client="maya",
    freelancer="bram",
    be="bram",
    hint="Delivered twice: a newer delivery starts the 14 days again. Deliver once more as Bram, or approve as Maya.",
)
def redelivered(scene):
    plan = [
        scene.part("Monthly report", "700", due_on=scene.day(-3)),
        scene.part("Yearly report", "700", due_on=scene.day(25)),
    ]
    yield scene.ago(21, 6)
    yield from scene.agree(plan, scope="Two reports, one page each, no colours without a meaning.", by=scene.client)
    yield scene.ago(9, 3)
    scene.deliver(1, "The monthly report.", files=[pdf("report-1.pdf", "October", "Sold: 1,204", "Repaired: 389")])
    yield scene.ago(4, 8)
    scene.deliver(
        1,
        "With last year beside it.",
        files=[pdf("report-2.pdf", "October", "Sold: 1,204 (1,377)", "Repaired: 389 (212)")],
    )


@story(
    title="Enrolment forms online",
    policy="contract14",
    client="noor",
    freelancer="grace",
    be="grace",
    hint="Noor asks for a refund. Seven days of silence grant it: give it back, decline as Grace, or press +8 days.",
)
def refund_request(scene):
    plan = [scene.part("Forms", "500", due_on=scene.day(2)), scene.part("Export", "300", due_on=scene.day(12))]
    yield scene.ago(13, 4)
    yield from scene.agree(plan, scope="Forty schools enrol online.", by=scene.client)
    yield scene.ago(1, 7)
    scene.ask_to_cancel(None, by=scene.client, reason="The ministry has published forms of its own. We must use those.")


@story(
    title="Inventory scanner",
    policy="contract14",
    client="kenji",
    freelancer="grace",
    be="grace",
    hint="In dispute. Who stays silent for five business days loses: answer as Grace, or press +8 days.",
)
def dispute(scene):
    plan = [scene.part("Scanner", "650", due_on=scene.day(-4)), scene.part("Lists", "350", due_on=scene.day(10))]
    yield scene.ago(18, 3)
    yield from scene.agree(plan, scope="Scan a shelf, get a list.", by=scene.client)
    yield scene.ago(5, 2)
    scene.deliver(1, "The scanner reads all labels but the oldest ones.", links=["https://scanner.example/"])
    yield scene.ago(1, 9)
    scene.dispute(
        1, by=scene.client, reason="The oldest ones are two thirds of the shelf.", wanted="A refund, or the rest"
    )


@story(
    title="Member list with renewals",
    policy="contract14",
    client="ada",
    freelancer="grace",
    be="ada",
    hint="Grace sends one request with several changes to what has not begun: compare old and new, then accept or "
    "decline. As the client you may also change the plan alone, under this rulebook, with a message.",
)
def change_case(scene):
    plan = [
        scene.part("Members", "450", due_on=scene.day(5)),
        scene.part("Renewals", "450", due_on=scene.day(15)),
        scene.part("Printed list", "200", due_on=scene.day(20)),
        scene.part("Handover", "150", due_on=scene.day(25)),
    ]
    yield scene.ago(7, 5)
    yield from scene.agree(plan, scope="Who is a member, and until when.", by=scene.client)
    yield scene.ago(1, 3)
    changed = {2: scene.part("Renewals and reminders", "600", due_on=scene.day(18)), 3: None}
    scene.ask_to_change_plan(
        changed,
        scene.part("Letters to former members", "120", due_on=scene.day(28)),
        by=scene.freelancer,
        reason="Renewals without reminders will not be noticed, and nobody asked for the list on paper.",
    )


@story(
    title="Backups that were tried out",
    policy="contract14",
    client="maya",
    freelancer="bram",
    be="bram",
    hint="Nobody answered for 14 days, so it was released; the order went on to its end. The last payment "
    "clears for 5 days.",
)
def finished(scene):
    plan = [
        scene.part("Backups", "400", due_on=scene.day(-26)),
        scene.part("Restore, rehearsed", "400", due_on=scene.day(-6)),
    ]
    yield scene.ago(42, 3)
    yield from scene.agree(plan, scope="Backups that somebody has restored at least once.", by=scene.client)
    yield scene.ago(33, 2)
    scene.deliver(1, "Backups run every night.", files=[archive("backup.zip", {"backup.sh": "pg_dump cairn | zstd"})])
    yield scene.ago(17, 4)
    scene.pay(2)
    yield scene.ago(5, 6)
    scene.deliver(
        2, "Restored on another machine, in eleven minutes.", files=[text("rehearsal.txt", "Start 09:02\nDone 09:13")]
    )
    yield scene.ago(2, 3)
    scene.approve(2)
