"""What the demo's people want done, and the letters of those who propose."""

from dataclasses import dataclass

from marketplace.jobs.terms import Visibility

Step = tuple[str, int, int]  # its name, its days, and its price in whole units of the currency


@dataclass(frozen=True)
class Job:
    """What somebody wants done: how many days ago it was opened, under which rulebook, in which field."""

    key: str
    client: str
    ago: float
    policy: str
    category: str
    title: str
    text: str
    skills: tuple[str, ...]
    budget: tuple[int, int] = (0, 0)
    plan: tuple[Step, ...] = ()
    questions: tuple[str, ...] = ()
    days: int = 30
    wanted: int = 1
    visibility: str = Visibility.PUBLIC


JOBS = [
    Job("colours", "ada", 9, "fair", "application-improvements", "Find prints by colour",
        "Our shop has 3,100 prints. Visitors ask for “something in that blue”. I would like a search by colour: pick "
        "one or two colours, see the prints that are closest, quickly, also on a phone. The shop runs on Django and "
        "PostgreSQL; the pictures are there in good quality.",
        ("Django", "PostgreSQL", "Image processing"), (2000, 2800),
        (("Import and index the colours", 10, 800), ("Search page", 8, 1000), ("Tests and hand-over", 4, 600),
         ("Monthly report of searches", 2, 200)),
        ("Which colour space would you measure in, and why?",)),
    Job("glazes", "kenji", 20, "contract14", "website-design", "A page for each of our glazes",
        "We have fourteen glazes, and each has a story: where the ash comes from, what it does in the kiln. A page for "
        "each, with photographs that we have, in Japanese and English, on the site that we have.",
        ("Web design", "Japanese"), (1500, 1500), (("Design of one page", 6, 500), ("The other thirteen", 12, 1000))),
    Job("course", "noor", 16, "contract14", "illustration", "Pictures for a course on fractions",
        "Twenty drawings for children of nine: cakes, ribbons, water glasses that are shared out. They are printed in "
        "black and white, so lines matter more than shades. We have sketches of all twenty.",
        ("Illustration",), (900, 1200), (("First five", 5, 300), ("The other fifteen", 14, 800))),
    Job("fjall", "maya", 12, "open", "social-content", "Two people for our spring campaign",
        "Repair kits for jackets, shown by people who use them. One of you writes, one of you photographs; if you do "
        "both, propose for both. No models, no studio. We pay by deliverable, up front for the first.",
        ("Copywriting", "Photography"), (0, 1800), wanted=2),
    Job("interviews", "ines", 6, "fair", "market-research", "Eight interviews, put in order",
        "I have eight recorded interviews of an hour each, in English, and a week to make sense of them. I need them "
        "tagged by theme and a table of what was said about money. The recordings are confidential.",
        ("Research", "Writing"), (600, 900), visibility=Visibility.INVITED,
        questions=("How would you keep the recordings?",)),
    Job("newsletter", "ada", 26, "fair", "email-automations", "A newsletter that artists write themselves",
        "Sixty artists, one newsletter a month, and nobody who edits it. I would like a template and a short guide, so "
        "that an artist can fill in two pictures and a hundred words and it still looks like ours.",
        ("Email design",), (0, 700)),
    Job("kiln", "kenji", 52, "fair", "consulting", "What our kiln log tells",
        "Nine years of firings in a notebook, now in a spreadsheet: temperatures every ten minutes, and what broke. I "
        "would like to know whether the breakages have a reason that we can do something about.",
        ("Data analysis",), (400, 400), days=3),
    Job("reviews", "maya", 5, "fair", "product-descriptions", "Write us forty reviews",
        "We need forty reviews of our repair kits in different voices, to be published under different names on three "
        "shops. Please do not mention that they are written for us. Quick and cheerful.",
        ("Writing",), (200, 200)),
]  # fmt: skip
REMOVED_BECAUSE = (
    "Reviews that nobody wrote who bought the thing deceive those who read them. Please do not post this again."
)
BRAM = (
    "I looked at twenty of your prints. A colour search is only as good as its idea of “close”, so I would begin by "
    "measuring the colours in a space made for eyes and show you the neighbours before I build a page."
)
GRACE = (
    "I wrote the shop’s payment code and know its models. I can have colours indexed on the staging site within the "
    "first week, and I would test the page with a keyboard and a screen reader before you see it."
)
ELIF = "I would build a new shop around the search. It takes longer, and you would have it for ten years."
SAMUEL = "People search with words: I would give each colour a text, and the search a page that is found."
MATEO = (
    "Colour is my daily work: I light products for films. I have not built a Django search before, but a small index "
    "in PostgreSQL should do, and I will document it well."
)
