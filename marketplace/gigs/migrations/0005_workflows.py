"""What gigs start from: icons of the fields, rows of what is included, and workflows, from which owners go on.

Support changes all of it in the admin from then on. Frozen here, so that an old site and a new one start alike.
"""

from django.db import migrations

ICONS = {
    "Graphics & Design": "palette",
    "Programming & Tech": "code",
    "Digital Marketing": "megaphone",
    "Video & Animation": "clapperboard",
    "Writing & Translation": "pen-line",
    "Music & Audio": "audio-lines",
    "Business": "briefcase",
    "Finance": "chart-line",
    "Legal": "scale",
    "Photography": "camera",
}

# By the slug of a field or of its work; work without rows of its own has those of its field.
ROWS = {
    "graphics-design": ["Directions to choose from", "Source files", "Print-ready files", "Rights for every use"],
    "logo-design": ["Directions to choose from", "Vector files", "Type and colours", "Brand guide", "Templates"],
    "website-design": ["Pages", "Screens for phones", "Design system", "Source files", "Clickable prototype"],
    "programming-tech": ["Source code", "Tests", "Documentation", "Installed for you", "Weeks of support"],
    "full-website-creation": ["Pages", "Works on phones", "Shop and payments", "Texts entered", "Weeks of support"],
    "bug-fixes": ["Bugs", "Tests that show it", "Installed for you", "Report of what was wrong"],
    "digital-marketing": ["Channels", "Plan in writing", "Reports", "Calls", "Texts and pictures"],
    "social-content": ["Posts", "Channels", "Pictures", "Calendar", "Months"],
    "technical-seo": ["Pages looked at", "Report", "Repairs made", "Measured afterwards"],
    "video-animation": ["Seconds", "Script", "Voice", "Music", "Subtitles", "Source files"],
    "writing-translation": ["Words", "Research", "Sources named", "Proofread by a second person"],
    "book-editing": ["Words", "Story and structure", "Line by line", "Proofs"],
    "music-audio": ["Minutes", "Separate tracks", "Rights for broadcast", "Mixed and mastered"],
    "business": ["Pages", "Interviews", "Calculation", "Slides", "Calls"],
    "finance": ["Months", "Entries", "Report", "Calculation", "Calls"],
    "legal": ["Documents", "Opinion in writing", "Filing", "Calls"],
    "photography": ["Pictures", "Retouched", "Rights for advertising", "Print-ready files"],
}

# (field, work or "" for all of the field, name, stages); a stage is name, description, days, share in %, call, substeps.
TEMPLATES = [
    (
        "Graphics & Design",
        "Logo Design",
        "A logo in three steps",
        [
            ("Directions", "Some ideas in black and white, with a few words on each.", 4, 30, True, ["Kick-off call", "Sketches", "A look at the neighbours"]),
            ("The chosen mark, refined", "Drawn on a grid, tested small and large, with type and colours.", 6, 45, False, ["Vector drawing", "Small sizes", "Colours"]),
            ("Files and guide", "All files, and how to use the mark.", 4, 25, False, ["Files: SVG, PDF, PNG", "Guide"]),
        ],
    ),
    (
        "Graphics & Design",
        "",
        "A design, from sketch to files",
        [
            ("Sketches", "Where it could go, quickly drawn.", 4, 30, True, []),
            ("The chosen direction", "Worked out, for you to look at as a whole.", 6, 45, False, []),
            ("Final files", "What goes to print or onto the screen.", 3, 25, False, []),
        ],
    ),
    (
        "Graphics & Design",
        "Website Design",
        "A website, from wireframe to testing",
        [
            ("Wireframe", "Which pages there are, and what is where.", 7, 25, True, ["Pages", "Ways through them"]),
            ("Pages", "All of them as they will look, on a desk and on a phone.", 14, 50, False, ["Desk", "Phone"]),
            ("Content and testing", "Real texts and pictures, tried by people who have not seen it before.", 7, 25, False, []),
        ],
    ),
    (
        "Video & Animation",
        "Whiteboard Videos",
        "A whiteboard video",
        [
            ("Script", "What is said, in your words.", 4, 20, True, []),
            ("Storyboard", "What is drawn while it is said.", 5, 30, False, []),
            ("Drawing and voice", "The film, with voice and music.", 7, 35, False, ["Voice", "Drawing"]),
            ("Final cut", "After your remarks, with subtitles.", 3, 15, False, []),
        ],
    ),
    (
        "Video & Animation",
        "",
        "A film, from script to cut",
        [
            ("Script and storyboard", "What is heard and seen, scene by scene.", 6, 30, True, []),
            ("First cut", "The whole film, rough.", 9, 45, False, []),
            ("Final cut", "After your remarks, with sound and subtitles.", 5, 25, False, []),
        ],
    ),
    (
        "Programming & Tech",
        "Full Website Creation",
        "A website, 25/50/25",
        [
            ("Wireframe", "Pages, ways through them and what each must do.", 7, 25, True, []),
            ("Pages and functions", "Built and running at an address for you to try.", 21, 50, False, ["Pages", "Functions"]),
            ("Content, testing and launch", "Your content in it, tested, at its own address.", 7, 25, False, ["Content", "Testing", "Launch"]),
        ],
    ),
    (
        "Programming & Tech",
        "Custom Application",
        "A shop in 40 days, 5 × 20 %",
        [
            ("Plan and wireframes", "What is sold, how, and which pages that takes.", 6, 20, True, []),
            ("Products and search", "Products can be entered, found and looked at.", 8, 20, False, []),
            ("Basket and payments", "Somebody can buy, pay and get a receipt.", 8, 20, False, []),
            ("Everything else", "Accounts, mails, texts of the law.", 8, 20, False, []),
            ("Testing and launch", "Tried by others, mended, at its own address.", 10, 20, False, ["Testing", "Launch"]),
        ],
    ),
    (
        "Programming & Tech",
        "",
        "A piece of software in three steps",
        [
            ("What it must do", "In writing, with what will be tried at the end.", 4, 20, True, []),
            ("It runs", "Built, with tests, for you to try.", 12, 55, False, []),
            ("Installed and handed over", "At your place, with documentation.", 4, 25, False, []),
        ],
    ),
    (
        "Digital Marketing",
        "Social Content",
        "Three months of social content",
        [
            ("First month", "Calendar, texts and pictures for a month.", 30, 34, True, ["Calendar", "Posts"]),
            ("Second month", "The same, after what the first one taught.", 30, 33, False, ["Calendar", "Posts"]),
            ("Third month", "The same, with a report of all three.", 30, 33, False, ["Calendar", "Posts", "Report"]),
        ],
    ),
    (
        "Digital Marketing",
        "",
        "Looked at, planned, done",
        [
            ("Audit", "What there is, and what it brings.", 5, 30, True, []),
            ("Plan", "What to do, in which order, for how much.", 5, 30, False, []),
            ("Done and measured", "The first part of it, with figures before and after.", 14, 40, False, []),
        ],
    ),
    (
        "Writing & Translation",
        "",
        "A text in three passes",
        [
            ("Outline", "What it says, in which order.", 4, 25, True, []),
            ("First draft", "The whole text.", 10, 50, False, []),
            ("Final text", "After your remarks, proofread.", 4, 25, False, []),
        ],
    ),
    (
        "Writing & Translation",
        "Book Editing",
        "A book: story, line, proof",
        [
            ("Story", "A letter about the whole: what holds, and what does not.", 15, 35, True, []),
            ("Line by line", "Each sentence, with remarks beside it.", 20, 45, False, []),
            ("Proofs", "The last pass before it is set.", 10, 20, False, []),
        ],
    ),
    (
        "Music & Audio",
        "",
        "From demo to master",
        [
            ("Demo", "Rough, to hear whether it goes the right way.", 5, 30, True, []),
            ("Recording", "The whole of it.", 8, 45, False, []),
            ("Mix and master", "Ready for where it will be heard.", 4, 25, False, ["Mix", "Master"]),
        ],
    ),
    (
        "Business",
        "",
        "Asked, written, explained",
        [
            ("Interviews and figures", "What is known, and what is not.", 6, 30, True, []),
            ("Draft", "The whole document, with its calculation.", 10, 45, False, []),
            ("Final version and presentation", "After your remarks, explained in a call.", 4, 25, True, []),
        ],
    ),
    (
        "Finance",
        "",
        "From papers to a report",
        [
            ("Papers and questions", "What is there, and what is missing.", 5, 30, True, []),
            ("Calculation", "Every figure with where it comes from.", 8, 45, False, []),
            ("Report", "What follows from it, in plain words.", 4, 25, True, []),
        ],
    ),
    (
        "Legal",
        "",
        "From the facts to a document",
        [
            ("Facts and law", "What happened, what you want, what applies.", 5, 30, True, []),
            ("Draft", "The document, with notes on each choice in it.", 7, 45, False, []),
            ("Final document", "After your remarks, ready to be signed or filed.", 3, 25, False, []),
        ],
    ),
    (
        "Photography",
        "",
        "Planned, taken, chosen",
        [
            ("Plan", "What is shown, where, in which light.", 3, 20, True, []),
            ("Shooting", "A first selection to choose from.", 5, 45, False, []),
            ("Retouched pictures", "Those that you chose, in all sizes.", 5, 35, False, []),
        ],
    ),
]  # fmt: skip


def fill(apps, schema_editor):
    """Only where nothing was said: a site's own word stands."""
    categories = apps.get_model("gigs", "Category").objects
    for name, icon in ICONS.items():
        categories.filter(parent=None, name=name, icon="").update(icon=icon)
    for slug, rows in ROWS.items():
        categories.filter(slug=slug, included_rows=[]).update(included_rows=rows)
    templates = apps.get_model("gigs", "WorkflowTemplate").objects
    for field, work, name, stages in TEMPLATES:
        found = categories.filter(parent=None, name=field)
        category = (categories.filter(parent__in=found, name=work) if work else found).first()
        if category:
            templates.get_or_create(category=category, name=name, defaults={"stages": [as_data(*one) for one in stages]})


def as_data(name, description, days, share, call, substeps):
    return {"name": name, "description": description, "days": days, "share": share, "call": call, "substeps": substeps}


class Migration(migrations.Migration):
    dependencies = [("gigs", "0004_guards")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
