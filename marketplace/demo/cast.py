"""The demo's people: who plays here, and what others see of them."""

from dataclasses import dataclass

PASSWORD = "cairn-demo"  # noqa: S105 - published: it opens the demo only, which cannot move real money
DOMAIN = "cairn.example"
SUPPORT = "sam"


@dataclass(frozen=True)
class Person:
    """Somebody of the demo. `cards` are the last four digits of the sandbox's test numbers."""

    key: str
    name: str
    headline: str
    country: str
    time_zone: str
    about: str = ""
    skills: tuple[str, ...] = ()
    hires: bool = False
    works: bool = False
    cards: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"

    @property
    def role(self) -> str:
        """What they do here, in a few words."""
        if self.hires and self.works:
            return "hires and works"
        return "hires" if self.hires else "works" if self.works else "supports"


CAST = [
    Person(
        key="ada",
        name="Ada Lovelace",
        headline="Founder of Atelier Analytique, an online market for artists",
        country="GB",
        time_zone="Europe/London",
        about="I run a small market place for printmakers and sculptors. I like plans with clear steps, and I answer "
        "within a day, except when I am at the looms.",
        skills=("Product", "E-commerce", "Mathematics"),
        hires=True,
        cards=("4242", "0002", "3184"),
    ),
    Person(
        key="grace",
        name="Grace Okafor",
        headline="Web developer: shops and market places, from wireframe to launch",
        country="NG",
        time_zone="Africa/Lagos",
        about="Ten years of shops, market places and the payment code behind them. I work in steps, with a staging "
        "site from the first week on, and I write down what I did.",
        skills=("Django", "PostgreSQL", "Payments", "Accessibility"),
        works=True,
        cards=("4242",),
    ),
    Person(
        key="kenji",
        name="Kenji Watanabe",
        headline="Owner of Watanabe Ceramics, Mashiko",
        country="JP",
        time_zone="Asia/Tokyo",
        about="Third generation of a pottery in Mashiko. We sell to restaurants, and now to everybody.",
        skills=("Ceramics", "Retail"),
        hires=True,
        cards=("4242",),
    ),
    Person(
        key="lucia",
        name="Lucía Fernández",
        headline="Brand designer: logos that still work when they are tiny",
        country="ES",
        time_zone="Europe/Madrid",
        about="I draw logos and the small systems around them: type, colour, and how to use both. Sketches first, "
        "always on paper.",
        skills=("Logo design", "Typography", "Brand guidelines"),
        works=True,
    ),
    Person(
        key="noor",
        name="Noor Al-Sabah",
        headline="Head of learning at Dar Al-Ilm, a school network",
        country="KW",
        time_zone="Asia/Kuwait",
        about="We make lessons for 40 schools. I look for people who can explain hard things with few words.",
        skills=("Education", "Curriculum"),
        hires=True,
        cards=("4242", "9995"),
    ),
    Person(
        key="tomasz",
        name="Tomasz Łukaszewicz",
        headline="Explainer videos: storyboard, whiteboard, voice and cut",
        country="PL",
        time_zone="Europe/Warsaw",
        about="I turn scripts into whiteboard videos. You see every drawing before anything moves.",
        skills=("Storyboards", "Whiteboard animation", "Sound"),
        works=True,
    ),
    Person(
        key="maya",
        name="Maya Lindqvist",
        headline="Marketing lead of Fjällbruk, outdoor goods that can be repaired",
        country="SE",
        time_zone="Europe/Stockholm",
        about="We sell fewer things that last longer, and need people who can write about that without shouting.",
        skills=("Marketing", "Sustainability"),
        hires=True,
        cards=("4242", "4046"),
    ),
    Person(
        key="samuel",
        name="Samuel Adeyemi",
        headline="Social content with a calendar, a voice and numbers at the end",
        country="GH",
        time_zone="Africa/Accra",
        about="Three months ahead, one voice, no filler. I plan, write, shoot with a phone where that is enough, and "
        "report what worked.",
        skills=("Content strategy", "Copywriting", "Photography"),
        works=True,
    ),
    Person(
        key="ines",
        name="Inês Carvalho",
        headline="Studio Carvalho: product design, and sometimes too much of it at once",
        country="PT",
        time_zone="Europe/Lisbon",
        about="A studio of one. I design products for clients, and hire others for what I cannot do well myself.",
        skills=("Product design", "Research", "Figma"),
        hires=True,
        works=True,
        cards=("4242",),
    ),
    Person(
        key="bram",
        name="Bram de Vries",
        headline="Data and back ends: imports, reports, things that must add up",
        country="NL",
        time_zone="Europe/Amsterdam",
        about="I move data from where it is to where it should be, and prove that nothing was lost on the way.",
        skills=("Python", "SQL", "Data migration"),
        works=True,
    ),
    Person(
        key="elif",
        name="Elif Demir",
        headline="Editor of novels: the story first, the commas last",
        country="TR",
        time_zone="Europe/Istanbul",
        about="Twelve years at a publisher, since then on my own. I edit in English and Turkish, and only what I would "
        "read without being paid.",
        skills=("Editing", "Fiction", "Proofreading"),
        works=True,
    ),
    Person(
        key="mateo",
        name="Mateo Herrera",
        headline="Search and small campaigns, measured every week",
        country="MX",
        time_zone="America/Mexico_City",
        about="I repair what keeps search engines out, and stop campaigns that do not pay. Spanish and English.",
        skills=("Technical SEO", "Ads", "Analytics"),
        works=True,
    ),
    Person(
        key="nia",
        name="Nia Wanjiru",
        headline="Photographer: things on plain paper, people in even light",
        country="KE",
        time_zone="Africa/Nairobi",
        about="A studio with one soft light in Nairobi. I retouch dust, not truth.",
        skills=("Product photography", "Portraits", "Retouching"),
        works=True,
    ),
    Person(
        key="priya",
        name="Priya Raman",
        headline="Advocate: contracts that both sides understand",
        country="IN",
        time_zone="Asia/Kolkata",
        about="Most disputes are about what nobody wrote down. I write it down, in three pages.",
        skills=("Contracts", "Plain language"),
        works=True,
    ),
    Person(
        key="jonas",
        name="Jonas Brandt",
        headline="Composer for podcasts and films, on real instruments",
        country="DE",
        time_zone="Europe/Berlin",
        about="Piano, double bass, and two friends who play what I can’t.",
        skills=("Composition", "Recording", "Mixing"),
        works=True,
    ),
    Person(
        key="amara",
        name="Amara Diallo",
        headline="Financial models and business plans that banks read to the end",
        country="SN",
        time_zone="Africa/Dakar",
        about="Nine years at a bank in Dakar; I know which page they read first. French and English.",
        skills=("Financial modelling", "Business plans"),
        works=True,
    ),
    Person(
        key="viktor",
        name="Viktor Hale",
        headline="Translator and subtitler, English and Swedish",
        country="SE",
        time_zone="Europe/Stockholm",
        about="Texts and subtitles in two languages, on the day that was agreed.",
        skills=("Translation", "Subtitles"),
        works=True,
    ),
    Person(
        key="sam",
        name="Sam Rivera",
        headline="Support at this Cairn",
        country="US",
        time_zone="America/New_York",
        about="I read both sides before I decide, and I write down why.",
    ),
]
BY_KEY = {one.key: one for one in CAST}
