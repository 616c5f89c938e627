"""Gigs in graphics and design, and in photography."""

from marketplace.demo.gigs.listing import Sold, Step, listing
from milestones.questions import Question

listing(
    key="logo-mark",
    owner="lucia",
    title="A logo and the small system around it, in three steps",
    work="logo-design",
    currency="EUR",
    tags="logo, branding, identity, vector, typography",
    text="You get a mark that still reads at 16 pixels and on the side of a van. I begin on paper: three directions in "
    "black and white, so that we talk about form before colour makes everything look finished. You choose one, I draw "
    "it on a grid and try it small, large, embroidered and cut out of steel.\n\nWhat you keep is yours: vector files, "
    "type, colours, and a guide that somebody who has never met me can follow.",
    sold=(
        Sold(name="The mark", text="The mark alone, in black and white and one colour.", price=240),
        Sold(name="Mark and guide", text="The mark, type, colours and a guide of eight pages.", price=480, revisions=2),
        Sold(name="Everything", text="All that, and templates for cards, letters and posts.", price=960, revisions=2),
    ),
    steps=(
        Step(
            name="Three directions on paper",
            text="Three ideas in black and white, each with two sentences on why.",
            amounts="120 120 240",
            days=4,
            call=True,
            parts=("Kick-off call", "Sketches", "sp: A look at five neighbours"),
        ),
        Step(
            name="The chosen mark, refined",
            text="Drawn on a grid, tested from 16 pixels to two metres.",
            amounts="120 216 336",
            days=6,
            parts=("Vector drawing", "Small sizes", "sp: Colours and type"),
        ),
        Step(name="Guide of eight pages", text="How to use the mark, and how not to.", amounts="- 144 192", days=5),
        Step(
            name="Templates",
            text="Cards, letters and posts, ready to fill in.",
            amounts="- - 192",
            days=6,
            parts=("Cards", "Letters", "Posts"),
        ),
    ),
    included={
        "Directions to choose from": "3 | 3 | 3",
        "Vector files": "yes | yes | yes",
        "Brand guide": "- | 8 pages | 8 pages",
        "Templates": "- | - | 3",
    },
    asks=(
        Question("what", "What do you do, for whom, and since when?"),
        Question("where", "Where will the logo be seen most?", "choice", ["On screens", "On paper", "On buildings"]),
        Question("files", "What exists already?", "file", required=False),
    ),
    faq={
        "Who owns the mark?": "You do, all of it, as soon as its step is paid. I may show it in my portfolio.",
        "Can I stop after the sketches?": "Yes. You keep them, and the steps that did not start cost nothing.",
        "Do you redraw what I have?": "That is another gig of mine: the one in Spanish, where I write English, too.",
    },
    pictures={
        "logo-mark": "A round mark of three stones, in cream on deep green",
        "logo-mark-2": "Two business cards with the mark, one green and one cream",
    },
    ago=62,
)

listing(
    key="logo-redraw",
    owner="lucia",
    title="Rediseño de tu logotipo sin perder a tus clientes",
    work="logo-design",
    currency="EUR",
    language="es",
    tags="logotipo, rediseño, marca, vectorizar",
    text="Tu logotipo tiene diez años y ya no se lee en un teléfono. Lo redibujo sin que tus clientes dejen de "
    "reconocerlo: las mismas ideas, mejores curvas, y una versión pequeña que funciona de verdad.\n\nPrimero te enseño "
    "qué se conserva y qué se cambia, y por qué. No toco nada más hasta que estemos de acuerdo.",
    sold=(
        Sold(name="Solo el dibujo", text="El logotipo redibujado en vectores, con su versión pequeña.", price=180),
        Sold(name="Dibujo y guía", text="Además, una guía de cuatro páginas y los colores.", price=320, revisions=2),
    ),
    steps=(
        Step(name="Qué se queda y qué cambia", amounts="80 100", days=3, call=True, text="Dos propuestas comentadas."),
        Step(name="El logotipo redibujado", amounts="100 120", days=4, parts=("Vectores", "Versión pequeña")),
        Step(name="Guía de cuatro páginas", amounts="- 100", days=3),
    ),
    included={"Propuestas": "2 | 2", "Archivos vectoriales": "yes | yes", "Guía de marca": "- | 4 páginas"},
    asks=(Question("logo", "Envíame el logotipo actual, en el mejor archivo que tengas.", "file"),),
    faq={"¿Trabajas en inglés?": "Sí, y también en catalán. Escríbeme en lo que te resulte más cómodo."},
    pictures={"logo-redraw": "Una guía de marca abierta, con colores y el logotipo en varios tamaños"},
    ago=55,
)

listing(
    key="jam-labels",
    owner="lucia",
    title="Labels for small food makers, ready for the printer",
    work="packaging-labels",
    policy="fair",
    currency="EUR",
    tags="labels, packaging, food, print",
    text="Jam, coffee, cheese, soap: a label has to please from two metres and inform from twenty centimetres. I know "
    "what has to stand on it in the EU, how much room a bar code needs, and which papers survive a fridge.\n\nYou get "
    "one label that works, and then the others of your range in the same hand.",
    sold=(
        Sold(name="One label", text="One label, front and back, as a file for your printer.", price=150),
        Sold(name="A range of four", text="Four labels of one family, with a dummy of each.", price=420, revisions=2),
        Sold(name="Range and box", text="Four labels and the box that they are sent in.", price=640, revisions=2),
    ),
    steps=(
        Step(name="The first label", amounts="90 140 180", days=5, text="As a flat drawing, and on a photo of a jar."),
        Step(name="Print files", amounts="60 - -", days=2, parts=("Bar code", "Proof by the printer")),
        Step(name="The other three", amounts="- 180 240", days=6),
        Step(name="The box", amounts="- - 120", days=4),
        Step(name="Print files of the range", amounts="- 100 100", days=3, parts=("Bar codes", "Proof by the printer")),
    ),
    included={"Labels": "1 | 4 | 4", "Dummy": "- | yes | yes", "Box": "- | - | yes"},
    asks=(Question("list", "What must stand on the label? Ingredients, weights, addresses."),),
    pictures={"jam-labels": "A steaming cup with a green band, on a wooden table"},
    ago=40,
)

listing(
    key="app-screens",
    owner="ines",
    title="Screens for your app, tried by five people before you build it",
    work="website-design",
    policy="fair",
    currency="EUR",
    tags="ui, ux, figma, prototype, research",
    text="I draw the screens of the one thing that your app must do well, make them clickable, and watch five people "
    "try them. You see where they stop, I mend it, and your developers get a file in which every state is drawn: "
    "empty, loading, wrong, done.\n\nNo forty screens that nobody will build. Ten that somebody can.",
    sold=(
        Sold(name="One way through", text="Up to six screens of one task, clickable.", price=700),
        Sold(name="Tried and mended", text="Ten screens, tried by five people, mended.", price=1600, revisions=2),
        Sold(name="With a system", text="That, and a small design system for the rest.", price=2800, revisions=2),
    ),
    steps=(
        Step(name="What it must do", amounts="200 300 400", days=4, call=True, text="One page, agreed on in a call."),
        Step(name="Screens", amounts="500 600 800", days=7, parts=("Drawn", "Clickable")),
        Step(
            name="Five people try it", amounts="- 400 600", days=6, parts=("Five sessions", "Notes", "Mended screens")
        ),
        Step(name="Handed to developers", amounts="- 300 400", days=3, text="Every state, with its measures."),
        Step(name="Design system", amounts="- - 600", days=8, parts=("Type and colour", "Parts", "How to add one")),
    ),
    included={"Screens": "6 | 10 | 10", "Clickable prototype": "yes | yes | yes", "Design system": "- | - | yes"},
    asks=(
        Question("task", "What is the one thing that people must manage to do?"),
        Question("who", "Who are they? Where are they when they do it?"),
    ),
    faq={"Where do the five people come from?": "From a panel that I pay. Bring your own if they are hard to find."},
    pictures={
        "app-screens": "Three screens of an app, side by side, on green",
        "app-screens-2": "A list of search results on light blue, one of them ticked",
    },
    ago=58,
)

listing(
    key="loja-online",
    owner="ines",
    title="Design de loja online que vende também no telemóvel",
    work="website-design",
    currency="EUR",
    language="pt",
    tags="loja online, web design, figma",
    text="Desenho lojas pequenas: página inicial, catálogo, produto, carrinho. Começo pelo telemóvel, porque é lá que "
    "os teus clientes estão, e só depois passo ao ecrã grande.\n\nRecebes ficheiros prontos para quem programa, e uma "
    "hora de conversa com essa pessoa para que nada se perca pelo caminho.",
    sold=(Sold(name="Loja completa", text="Cinco páginas, para telemóvel e computador.", price=900, revisions=2),),
    steps=(
        Step(name="Esboços", amounts="250", days=5, call=True),
        Step(name="Páginas desenhadas", amounts="450", days=9, parts=("Telemóvel", "Computador")),
        Step(name="Ficheiros e conversa final", amounts="200", days=3, call=True),
    ),
    asks=(Question("loja", "O que vendes, e como vendes hoje?"),),
    pictures={"loja-online": "Três ecrãs de uma loja, em roxo e verde claro"},
    ago=None,
)

listing(
    key="product-photos",
    owner="nia",
    title="Product photos on plain paper, twelve in a day",
    work="product-photos",
    policy="fair",
    tags="product photos, e-commerce, still life",
    text="Send me your things, and they come back with their pictures. Plain paper, one soft light, colours that match "
    "what your customer unpacks. I shoot twelve products a day, three angles each, and retouch dust, not truth.\n\n"
    "Nairobi studio; I photograph on site within fifty kilometres.",
    sold=(
        Sold(name="Four products", text="Four products, three angles each, retouched.", price=120, days=6),
        Sold(name="Twelve products", text="Twelve products, three angles each, retouched.", price=300, days=9),
        Sold(
            name="Twelve, and in use", text="That, and four pictures of them in somebody's hands.", price=460, days=12
        ),
    ),
    included={"Pictures": "12 | 36 | 40", "Retouched": "yes | yes | yes", "Rights for advertising": "- | yes | yes"},
    asks=(
        Question("things", "What are the products, and how large is the largest?"),
        Question("use", "Where will the pictures be used?", "choices", ["Own shop", "Market places", "Print"]),
    ),
    faq={"Who pays for sending?": "You send them to me, I send them back at my cost."},
    months=(3, 6),
    discount=1000,
    pictures={"product-photos": "A cup of coffee on a terracotta table, steam rising in front of a low sun"},
    ago=47,
)

listing(
    key="portraits",
    owner="nia",
    title="Portraits of your team that look like one team",
    work="portrait-photos",
    policy="fair",
    tags="portraits, team, studio",
    text="Everybody in the same light, in front of the same wall, in ten minutes each. I come to your office with two "
    "lamps and a roll of paper, and whoever joins you next year fits in: I keep the set-up on file.\n\nIn and around "
    "Nairobi; elsewhere on request.",
    sold=(
        Sold(name="Up to five people", text="One picture of each, retouched.", price=180, days=7),
        Sold(name="Up to fifteen", text="One picture of each, retouched, and one of all.", price=400, days=10),
    ),
    included={"Pictures": "5 | 16", "Retouched": "yes | yes"},
    asks=(Question("where", "Where is the office, and which wall is empty?"),),
    pictures={"portraits": "A framed portrait in even light: three stones on each other"},
    ago=44,
)
