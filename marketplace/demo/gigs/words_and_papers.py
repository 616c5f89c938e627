"""Gigs in writing, business, finance and law."""

from marketplace.demo.gigs.listing import Sold, Step, listing
from milestones.questions import Question

listing(
    key="novel-edit",
    owner="elif",
    title="Your novel, edited: the story, the lines, the proofs",
    work="book-editing",
    currency="GBP",
    tags="editing, fiction, novel, proofreading",
    text="I read a novel three times. First for what happens and to whom, then for how it is said, and last for what "
    "is misspelt. After the first reading you get a letter of eight to twelve pages; many authors stop there for a "
    "year, and that is fine.\n\nTwelve years at a publisher, and since 2019 on my own. I don't edit what I would not "
    "read.",
    sold=(
        Sold(name="Letter", text="Read once: a letter on the whole, and an hour's call.", price=420),
        Sold(name="Letter and lines", text="Up to 90,000 words, with every line looked at.", price=1500, revisions=2),
        Sold(name="Ready to set", text="That, and proofs before it goes to the printer.", price=2000, revisions=2),
    ),
    steps=(
        Step(name="Sample of ten pages", amounts="80 100 100", days=3, text="Edited, so that you see how I work."),
        Step(name="The letter", amounts="340 500 500", days=15, call=True, parts=("Reading", "Letter", "Call")),
        Step(name="Line by line", amounts="- 900 900", days=30, parts=("First half", "Second half")),
        Step(name="Proofs", amounts="- - 500", days=10),
    ),
    included={"Words": "90,000 | 90,000 | 90,000", "Line by line": "- | yes | yes", "Proofs": "- | - | yes"},
    asks=(
        Question("book", "What is it about, in five sentences, the end included?"),
        Question("text", "The manuscript.", "file"),
    ),
    faq={"Do you tell me if it is bad?": "I tell you what does not work yet, and what does. Both are in the letter."},
    pictures={"novel-edit": "A book with hills and a sun on its cover, and a red pencil"},
    ago=60,
)

listing(
    key="proofread",
    owner="elif",
    title="Proofreading of texts in English, back within two days",
    work="proofreading",
    currency="GBP",
    tags="proofreading, english",
    text="Spelling, grammar, commas, and the sentence that says the opposite of what you meant. I mark every change so "
    "that you can refuse it, and leave your voice alone.\n\nWebsites, theses, letters to people who matter. British or "
    "American, as you like, but never both.",
    sold=(
        Sold(name="1,000 words", text="Up to 1,000 words, in a day.", price=25, days=1),
        Sold(name="5,000 words", text="Up to 5,000 words, in two days.", price=95, days=2),
        Sold(name="20,000 words", text="Up to 20,000 words, in a week.", price=320, days=7),
    ),
    included={"Words": "1,000 | 5,000 | 20,000", "Proofread by a second person": "- | - | yes"},
    asks=(
        Question("text", "The text.", "file"),
        Question("which", "Which English?", "choice", ["British", "American"]),
    ),
    pictures={"proofread": "A book with green hills on its cover, and a green pencil, on grey blue"},
    ago=41,
)

listing(
    key="contract",
    owner="priya",
    title="A contract for your freelance work that both sides understand",
    work="legal-documents-contracts",
    tags="contracts, freelance, plain language",
    text="Who does what, by when, for how much, and what if not. I write contracts of three pages in words that people "
    "use, under Indian or English law, and explain each clause beside it.\n\nFirst I ask, because most disputes are "
    "about what nobody wrote down. I am an advocate in Mumbai; for other laws I work with a colleague there.",
    sold=(
        Sold(name="One contract", text="A contract for one project, with explanations.", price=160),
        Sold(name="Your own model", text="A model that you can fill in yourself, and a call.", price=380, revisions=2),
    ),
    steps=(
        Step(name="The facts, in a call", amounts="60 100", days=3, call=True, text="Half an hour, and my notes."),
        Step(name="Draft with explanations", amounts="100 180", days=5, parts=("Draft", "Explanations")),
        Step(name="Your model, tried once", amounts="- 100", days=4, text="We fill it in together for a real client."),
    ),
    included={"Documents": "1 | 1", "Opinion in writing": "- | yes", "Calls": "1 | 2"},
    asks=(
        Question("work", "What do you do, for whom, and where are they?"),
        Question("law", "Which law?", "choice", ["India", "England and Wales", "Another"]),
    ),
    pictures={"contract": "Two sheets of a contract with a signature and a seal, on light blue"},
    ago=54,
)

listing(
    key="privacy",
    owner="priya",
    title="A privacy notice for your website",
    work="privacy-notices",
    policy="fair",
    tags="privacy, gdpr, website",
    text="A notice that says what your site really does: which data, why, for how long, and whom to ask. I look at the "
    "site first, list what it sends where, and write two pages that a visitor can read in a minute.\n\nFor small sites "
    "without advertising. For anything larger, ask me for an offer.",
    sold=(Sold(name="One site", text="The notice for one site, with a list of what it sends.", price=90, days=4),),
    included={"Documents": "1"},
    asks=(Question("site", "The address of the site, and whatever you know that it uses."),),
    pictures={"privacy": "Two sheets of paper with a signature, on old rose"},
    ago=30,
)

listing(
    key="forecast",
    owner="amara",
    title="A financial model that your bank and you can follow",
    work="financial-forecasting-modeling",
    currency="EUR",
    tags="financial model, forecast, spreadsheet, funding",
    text="Three years in one spreadsheet of five pages: what you sell, what it costs, who has to be paid when, and in "
    "which month the money runs out. Every figure says where it comes from, and those that you may change are blue.\n\n"
    "I worked for a bank in Dakar for nine years and know which page they read first.",
    sold=(
        Sold(name="Model", text="A model of three years, with its assumptions.", price=380),
        Sold(
            name="Model and talk",
            text="That, three scenarios, and an hour in which I explain it.",
            price=720,
            revisions=2,
        ),
    ),
    steps=(
        Step(name="Papers and questions", amounts="100 150", days=4, call=True, parts=("Papers", "Questions")),
        Step(name="The model", amounts="200 350", days=8, parts=("Sales and costs", "Cash", "s: Three scenarios")),
        Step(name="Explained", amounts="80 220", days=3, call=True, text="A page in words, and a call."),
    ),
    included={"Calculation": "yes | yes", "Report": "1 page | 4 pages", "Calls": "2 | 2"},
    asks=(
        Question("what", "What do you sell, and what does one of it cost you?"),
        Question("papers", "Your last two annual accounts, if there are any.", "file", required=False),
    ),
    pictures={"forecast": "Columns in a chart that grow towards a bright last one, on dark plum"},
    ago=49,
)

listing(
    key="business-plan",
    owner="amara",
    title="Un plan d’affaires que l’on peut défendre",
    work="business-plans",
    currency="EUR",
    language="fr",
    tags="business plan, financement, création",
    text="Vingt pages, pas soixante : le marché que vous connaissez vraiment, les chiffres que vous pouvez expliquer, "
    "et les trois risques dont tout le monde parlera de toute façon. J’écris avec vous, à partir de deux "
    "entretiens.\n\nÀ la fin, je joue le banquier pendant une heure. C’est la partie que mes clients préfèrent, après "
    "coup.",
    sold=(
        Sold(name="Plan complet", text="Vingt pages, un tableau financier, une répétition.", price=850, revisions=2),
    ),
    steps=(
        Step(name="Deux entretiens", amounts="200", days=6, call=True, text="Et mes notes, pour vérifier."),
        Step(name="Premier jet", amounts="400", days=12, parts=("Texte", "Tableau financier")),
        Step(name="Version finale et répétition", amounts="250", days=5, call=True),
    ),
    included={"Pages": "20", "Calculation": "yes", "Calls": "3"},
    asks=(Question("projet", "Votre projet en dix lignes, et la somme que vous cherchez."),),
    pictures={"business-plan": "Un calendrier de projet aux semaines colorées, sur fond vert pâle"},
    ago=43,
)

listing(
    key="receipts",
    owner="bram",
    title="A shoebox of receipts, turned into books that add up",
    work="accounting-bookkeeping",
    currency="EUR",
    tags="bookkeeping, receipts, reconciliation",
    text="Send the box, or photographs of it. I enter every receipt, match it with your bank, and ask about those that "
    "fit nothing. At the end there is a ledger, a list of what is missing, and a number that is the same on both "
    "sides.\n\nI am no tax adviser; yours will be glad about the result.",
    sold=(
        Sold(name="A quarter", text="Up to 150 receipts, with a report.", price=140, days=7),
        Sold(name="A year", text="Up to 600 receipts, with a report.", price=480, days=18, revisions=2),
    ),
    included={"Months": "3 | 12", "Entries": "150 | 600", "Report": "yes | yes"},
    asks=(
        Question("bank", "The statements of your account, as CSV.", "file"),
        Question("vat", "Are you registered for VAT?", "choice", ["Yes", "No", "I don't know"]),
    ),
    pictures={"receipts": "A list with a tick on its first line, on light green"},
    ago=35,
)
