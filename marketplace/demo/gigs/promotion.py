"""Gigs in digital marketing."""

from marketplace.demo.gigs.listing import Sold, Step, listing
from milestones.questions import Question

listing(
    key="social-quarter",
    owner="samuel",
    title="Three months of social content, with a calendar and one voice",
    work="social-content",
    tags="social media, content, copywriting, calendar",
    text="Twelve weeks, planned before the first post goes out. I learn how you talk, write it down on one page, and "
    "fill a calendar with posts that could only be yours: no quotes on sunsets, no Monday motivation.\n\nEach month is "
    "a step. After the first one we look at what people answered to, and the second one is better for it.",
    sold=(
        Sold(name="One channel", text="Three posts a week on one channel.", price=540),
        Sold(name="Two channels", text="Four posts a week on two channels, with pictures.", price=990, revisions=2),
        Sold(name="Three channels", text="Five posts a week on three, with short films.", price=1650, revisions=2),
    ),
    steps=(
        Step(
            name="Voice, calendar and first month",
            text="One page on how you talk, twelve weeks of plan, four weeks of posts.",
            amounts="180 330 550",
            days=30,
            call=True,
            parts=("Voice on a page", "Calendar", "Posts of four weeks"),
        ),
        Step(name="Second month", amounts="180 330 550", days=30, parts=("Posts of four weeks", "sp: Pictures")),
        Step(name="Third month and report", amounts="180 330 550", days=30, parts=("Posts of four weeks", "Report")),
    ),
    included={
        "Posts": "36 | 96 | 180",
        "Channels": "1 | 2 | 3",
        "Pictures": "- | yes | yes",
        "Calendar": "yes | yes | yes",
    },
    asks=(
        Question("talk", "Send three texts that sound like you, and one that does not."),
        Question("where", "Where do you post?", "choices", ["Instagram", "LinkedIn", "Facebook", "Mastodon", "TikTok"]),
    ),
    faq={
        "Do you press the button?": "I schedule everything in your account; you see it a week before it goes out.",
        "And comments?": "You answer them. I write a page on how, with the ten that always come.",
    },
    pictures={"social-quarter": "A calendar with coloured weeks, on lilac"},
    ago=59,
)

listing(
    key="technical-seo",
    owner="mateo",
    title="Technical SEO: what keeps search engines out, found and repaired",
    work="technical-seo",
    tags="seo, audit, performance, structured data",
    text="I read your site as a search engine does: what it can't reach, what it reads twice, what takes too long. You "
    "get a list in the order in which it matters, with the work that each line takes.\n\nThen I repair the first part "
    "of it in your system, and measure again after four weeks. No promises about places: nobody who makes them can "
    "keep them.",
    sold=(
        Sold(name="Looked at", text="Up to 200 pages, with a list of what to do.", price=220),
        Sold(name="Repaired", text="Up to 500 pages, the ten most important repairs made.", price=640, revisions=2),
    ),
    steps=(
        Step(
            name="Audit",
            text="What there is, and what it costs you.",
            amounts="120 200",
            days=5,
            parts=("Crawl", "Logs"),
        ),
        Step(name="Plan in a call", text="What comes first, and why.", amounts="100 140", days=3, call=True),
        Step(
            name="Repairs, measured",
            text="Figures before and after.",
            amounts="- 300",
            days=14,
            parts=("Repairs", "Report"),
        ),
    ),
    included={"Pages looked at": "200 | 500", "Report": "yes | yes", "Repairs made": "- | 10"},
    asks=(
        Question("site", "What is the address, and what is it built with?"),
        Question("lost", "Since when does it go wrong, if it does?", required=False),
    ),
    pictures={"technical-seo": "A list of search results, the first one with a tick, on warm yellow"},
    ago=52,
)

listing(
    key="anuncios",
    owner="mateo",
    title="Anuncios que se pagan solos: campañas pequeñas, medidas cada semana",
    work="ads-setup-management",
    policy="fair",
    language="es",
    tags="anuncios, campañas, google ads, medición",
    text="Con poco dinero no se puede anunciar todo. Elegimos un producto, un público y una página, y medimos cada "
    "semana qué cuesta un cliente. Si después de un mes cuesta más de lo que deja, te lo digo y paramos.\n\nLas "
    "cuentas son tuyas desde el primer día; yo entro como invitado.",
    sold=(
        Sold(name="Un mes", text="Una campaña, cuatro semanas, un informe.", price=260),
        Sold(name="Tres meses", text="Dos campañas, doce semanas, un informe al mes.", price=690, revisions=2),
    ),
    steps=(
        Step(name="Producto, público y página", amounts="90 150", days=5, call=True),
        Step(name="Primer mes", amounts="170 180", days=30, parts=("Campaña", "Medición", "Informe")),
        Step(name="Segundo mes", amounts="- 180", days=30),
        Step(name="Tercer mes", amounts="- 180", days=30, parts=("Campaña", "Informe final")),
    ),
    asks=(Question("producto", "¿Qué quieres vender, y cuánto te deja cada venta?"),),
    faq={"¿El presupuesto está incluido?": "No: lo que cuesta el anuncio lo pagas tú directamente."},
    pictures={"anuncios": "Un megáfono blanco sobre azul, con ondas doradas"},
    ago=38,
)
