"""Gigs in video, music and audio."""

from marketplace.demo.gigs.listing import Sold, Step, listing
from milestones.questions import Question

listing(
    key="whiteboard",
    owner="tomasz",
    title="A whiteboard video of 60 seconds that explains one thing",
    work="whiteboard-videos",
    policy="fair",
    tags="whiteboard, explainer, animation, storyboard",
    text="One idea, one minute, drawn while it is told. You see the script before I draw, every drawing before it "
    "moves, and the film before it is final: three places at which you can still change your mind for little "
    "money.\n\nVoice in English or Polish, by people and not by machines.",
    sold=(
        Sold(name="30 seconds", text="Half a minute in black and white, with music.", price=240),
        Sold(name="60 seconds", text="A minute with one colour, voice and music.", price=520, revisions=2),
        Sold(name="90 seconds", text="A minute and a half, two voices, subtitles.", price=840, revisions=2),
    ),
    steps=(
        Step(name="Script", text="What is said, in your words.", amounts="60 120 180", days=4, call=True),
        Step(
            name="Storyboard",
            text="Every drawing, still.",
            amounts="80 160 260",
            days=5,
            parts=("Sketches", "Clean drawings"),
        ),
        Step(
            name="The film",
            text="Drawn, spoken and cut.",
            amounts="100 240 400",
            days=7,
            parts=("sp: Voice", "Drawing", "Cut"),
        ),
    ),
    included={
        "Seconds": "30 | 60 | 90",
        "Voice": "- | yes | yes",
        "Music": "yes | yes | yes",
        "Subtitles": "- | - | yes",
    },
    asks=(
        Question("one", "What should people know after a minute that they did not know before?"),
        Question("voice", "Which voice?", "choice", ["A woman's", "A man's", "No matter"]),
    ),
    faq={"Can I use it for advertising?": "Yes, everywhere and for ever. Music and voice are cleared for it."},
    pictures={"whiteboard": "A hand-drawn house and a figure on a whiteboard, with a pen"},
    ago=56,
)

listing(
    key="shop-film",
    owner="tomasz",
    title="Film promocyjny sklepu w 30 sekund",
    work="e-commerce-product-videos",
    currency="PLN",
    language="pl",
    tags="film, sklep, reklama, montaż",
    text="Pół minuty o jednym produkcie: co to jest, jak tego użyć i dlaczego warto. Scenariusz piszemy razem, kręcę u "
    "siebie w Warszawie, a pierwszą wersję widzisz po tygodniu.\n\nDostajesz film w trzech formatach: poziomym, "
    "pionowym i kwadratowym, z napisami.",
    sold=(
        Sold(name="Jeden produkt", text="30 sekund, jeden produkt, trzy formaty.", price=900),
        Sold(name="Trzy produkty", text="Trzy filmy po 30 sekund, trzy formaty.", price=2100, revisions=2),
    ),
    steps=(
        Step(name="Scenariusz i kadry", amounts="300 600", days=5, call=True),
        Step(name="Pierwszy montaż", amounts="400 1000", days=7, parts=("Zdjęcia", "Montaż")),
        Step(name="Wersja końcowa", amounts="200 500", days=4, parts=("Dźwięk", "Napisy", "Trzy formaty")),
    ),
    included={"Seconds": "30 | 3 × 30", "Subtitles": "yes | yes"},
    asks=(Question("produkt", "Jaki to produkt i komu go sprzedajesz?"),),
    pictures={"shop-film": "Rysunek domu i postaci na tablicy, w odcieniach mięty"},
    ago=36,
)

listing(
    key="explainer-voice",
    owner="tomasz",
    title="Voice and sound for your explainer, in English or Polish",
    work="voice-over",
    tags="voice over, sound, mixing",
    text="A calm voice, a quiet room, and sounds where they help. I read your text aloud first and mark the sentences "
    "that nobody can say; you change them or I do.\n\nThe steps below show you how far I am. You pay for the package "
    "once, because a voice without its mix helps nobody.",
    sold=(
        Sold(name="One minute", text="Up to 150 words, one voice, mixed.", price=110, days=3),
        Sold(name="Five minutes", text="Up to 750 words, one voice, music and mix.", price=260, days=6, revisions=2),
    ),
    steps=(
        Step(name="Text read and marked", amounts="20 60", days=1),
        Step(name="Recording", amounts="60 120", days=2, parts=("First take", "Second take")),
        Step(name="Mix", amounts="30 80", days=2, parts=("s: Music", "Levels for phones and rooms")),
    ),
    paid=False,
    included={"Minutes": "1 | 5", "Mixed and mastered": "yes | yes", "Rights for broadcast": "- | yes"},
    asks=(
        Question("text", "The text, as it should be said."),
        Question("tone", "How should it sound?", "choice", ["Calm", "Cheerful", "Like the news"], required=False),
    ),
    pictures={"explainer-voice": "A wave of sound in cream, on brick red"},
    ago=48,
)

listing(
    key="podcast-theme",
    owner="jonas",
    title="A theme for your podcast, played on real instruments",
    work="producers-composers",
    currency="EUR",
    tags="podcast, music, composer, theme",
    text="Fifteen seconds that people hear a hundred times must not get on their nerves. I write a theme that is "
    "yours, play it on piano, double bass and drums, and cut the versions that a podcast needs: opening, bridge, end, "
    "and one to talk over.\n\nFirst a demo on the piano, for little money. If it goes the wrong way, we stop there.",
    sold=(
        Sold(name="Theme", text="The theme, and one version to talk over.", price=190),
        Sold(
            name="Theme and parts", text="Opening, bridge, end, and two versions to talk over.", price=360, revisions=2
        ),
    ),
    steps=(
        Step(name="Demo on the piano", amounts="60 100", days=4, call=True),
        Step(name="Recording", amounts="70 160", days=7, parts=("Piano and bass", "Drums")),
        Step(name="Mix and versions", amounts="60 100", days=3, parts=("Mix", "s: Bridge and end")),
    ),
    included={"Separate tracks": "- | yes", "Rights for broadcast": "yes | yes", "Mixed and mastered": "yes | yes"},
    asks=(
        Question("show", "What is it about, and who listens?"),
        Question("like", "Two themes that you like, and one that you can't stand."),
    ),
    faq={"Who owns the music?": "I keep the authorship; you may use it in the podcast and around it, for ever."},
    pictures={"podcast-theme": "A wave of sound in white, on sea blue"},
    ago=45,
)
