"""Gigs in programming and data."""

from marketplace.demo.gigs.listing import Sold, Step, listing
from milestones.questions import Question

listing(
    key="django-shop",
    owner="grace",
    title="A small shop in Django, from wireframe to launch",
    work="full-website-creation",
    tags="django, shop, payments, postgresql, accessibility",
    text="A shop that you can run yourself: products, cart, checkout, receipts, and a back office in which nothing is "
    "called “instance”. I work on a staging site that you can open from the first week on, and every step ends with "
    "something that you can click.\n\nIt works on a phone, with a keyboard, and when the connection is bad. You get "
    "the code, the tests and a handbook of ten pages.",
    sold=(
        Sold(name="Catalogue", text="Products and pages, orders by mail, no payments yet.", price=1200),
        Sold(name="Shop", text="Catalogue, cart, checkout with cards, receipts.", price=2800, revisions=2),
        Sold(
            name="Shop and move", text="All that, your old data moved, two weeks of support.", price=4400, revisions=2
        ),
    ),
    steps=(
        Step(
            name="Wireframe",
            text="Every page as a drawing, for phones first, with the ways through them.",
            amounts="300 700 900",
            days=6,
            call=True,
            parts=("Interview", "Pages", "sp: Checkout, step by step"),
        ),
        Step(
            name="Pages and functions",
            text="Built and running on the staging site.",
            amounts="600 1400 2000",
            days=18,
            parts=("Catalogue", "sp: Cart and checkout", "sp: Receipts", "p: Import of old data"),
        ),
        Step(
            name="Content, testing and launch",
            text="Your products in it, tried by three people, at its own address.",
            amounts="300 700 900",
            days=8,
            parts=("Content", "Testing", "Launch"),
        ),
        Step(name="Two weeks of support", text="I answer within a day.", amounts="- - 600", days=14),
    ),
    included={
        "Pages": "8 | 12 | 12",
        "Shop and payments": "- | yes | yes",
        "Works on phones": "yes | yes | yes",
        "Weeks of support": "- | - | 2",
    },
    asks=(
        Question("sell", "What do you sell, how many products, and in which countries?"),
        Question("now", "How do you sell today?", "choice", ["Not yet", "By mail", "In a market place", "In a shop"]),
        Question("data", "A list of your products, if there is one.", "file", required=False),
    ),
    faq={
        "Why Django and no shop builder?": "If a builder does what you need, take it: I say so in the first call.",
        "Who hosts it?": "You do, on any server that runs Python. I set it up and write down how.",
        "What if I stop after the wireframe?": "It is yours, and any developer can build from it.",
    },
    pictures={
        "django-shop": "The start page of a shop for ceramics, in a browser window",
        "django-shop-2": "Three screens of a checkout on a phone, on deep red",
    },
    ago=61,
)

listing(
    key="checkout-bugs",
    owner="grace",
    title="Bugs in your checkout, found and fixed, with a test for each",
    work="bug-fixes",
    tags="bug fixes, payments, python, testing",
    text="Payments that are taken twice, carts that forget, mails that never leave: tell me what happens, and I find "
    "out why. Each bug gets a test that shows it, then the fix, then a paragraph in plain words.\n\nI work on Python "
    "and JavaScript. If I can't find it within the time, you pay nothing for that bug.",
    sold=(
        Sold(name="One bug", text="One bug, with its test and a report.", price=90, days=3),
        Sold(name="Up to five", text="Up to five bugs of one application.", price=380, days=7),
    ),
    included={"Bugs": "1 | 5", "Tests that show it": "yes | yes", "Report of what was wrong": "yes | yes"},
    asks=(
        Question("what", "What happens, and what should happen instead?"),
        Question("code", "Where is the code, and how do I run it?"),
    ),
    faq={"Do you sign an NDA?": "Yes, send it with your answers."},
    pictures={"checkout-bugs": "A chart of columns that rise to one bright column, on dark brown"},
    ago=33,
)

listing(
    key="market-forty-days",
    owner="grace",
    title="An online market with many sellers, in 40 days and five equal steps",
    work="custom-application",
    tags="marketplace, django, split payments",
    text="Several sellers, one cart, money that reaches each of them. I have built this for printmakers, farmers and "
    "tutors, and know where it gets hard: refunds across sellers, fees, and who answers when a parcel is late.\n\nFive "
    "steps of a fifth each. After every one there is something that runs, and you may stop there.",
    sold=(
        Sold(name="Market", text="Sellers, catalogue, one cart, payouts.", price=5000, revisions=2),
        Sold(name="Market and phone", text="That, and everything tuned for phones first.", price=7000, revisions=2),
    ),
    steps=(
        Step(name="Plan and wireframes", amounts="1000 1400", days=6, call=True, parts=("Two interviews", "Site map")),
        Step(name="Sellers and catalogue", amounts="1000 1400", days=8, parts=("Seller pages", "Products", "Search")),
        Step(name="Cart and payouts", amounts="1000 1400", days=10, parts=("One cart", "Split payouts", "Refunds")),
        Step(
            name="Everything else",
            amounts="1000 1400",
            days=8,
            text="Accounts, mails, the texts that the law asks for.",
        ),
        Step(name="Testing and launch", amounts="1000 1400", days=8, call=True, parts=("Tried by others", "Launch")),
    ),
    included={"Source code": "yes | yes", "Tests": "yes | yes", "Installed for you": "yes | yes"},
    asks=(
        Question("sellers", "Who sells, and how many of them at the start?"),
        Question("money", "Who is paid when, and what do you keep?"),
    ),
    pictures={"market-forty-days": "The start page of an online market, in turquoise and rose"},
    ago=50,
)

listing(
    key="data-move",
    owner="bram",
    title="Your data moved to PostgreSQL, and proof that nothing was lost",
    work="application-improvements",
    currency="EUR",
    tags="postgresql, migration, sql, python",
    text="Spreadsheets, Access, an old MySQL: I move what you have into PostgreSQL, and prove that it is all there. "
    "Counts, sums and samples before and after, in a report that your accountant can read.\n\nThe move is a script, so "
    "that we can rehearse it as often as we like and do it for good on a quiet Sunday.",
    sold=(
        Sold(name="Up to ten tables", text="One source, ten tables, one rehearsal.", price=450),
        Sold(name="Up to forty tables", text="Two sources, forty tables, three rehearsals.", price=1200, revisions=2),
    ),
    steps=(
        Step(name="What is there", amounts="120 250", days=3, call=True, text="A list of tables, and of what is odd."),
        Step(name="Rehearsal", amounts="180 550", days=7, parts=("Script", "Counts and sums", "s: Samples by hand")),
        Step(name="The move, and its report", amounts="150 400", days=3, parts=("Move", "Report")),
    ),
    included={"Documentation": "yes | yes", "Tests": "yes | yes", "Weeks of support": "1 | 4"},
    asks=(
        Question("from", "Where is the data now, and how large is it?"),
        Question("sample", "A sample or a dump, without anybody's personal data.", "file", required=False),
    ),
    pictures={"data-move": "Columns in a chart, the last one golden, on dark blue"},
    ago=57,
)
