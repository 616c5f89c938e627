"""The fields of work that Cairn starts with, two levels deep. Support changes them in the admin from then on.

Work under "milestones" may be sold in steps by the rulebooks that ask for an eligible category
(Policy.eligible_category); "others" may not. Frozen here, so that an old site and a new one start alike.
"""

from django.db import migrations

from marketplace.gigs.starting import load

FIELDS = {
    "Graphics & Design": {
        "milestones": ["Logo Design", "NFT Art", "Website Design"],
        "others": [
            "Brand Style Guides",
            "Business Cards & Stationery",
            "Flyers & Posters",
            "Illustration",
            "Infographics",
            "Packaging & Labels",
            "Portraits & Caricatures",
            "Presentation Design",
            "UI & UX Design",
        ],
    },
    "Programming & Tech": {
        "milestones": [
            "Application Improvements",
            "Bug Fixes",
            "Custom Application",
            "Customization",
            "Full Website Creation",
            "Help/Consultation",
        ],
        "others": ["Chatbots", "Data Entry", "Desktop Support", "Game Modding", "Server Maintenance", "User Testing"],
    },
    "Digital Marketing": {
        "milestones": [
            "Ad Review & Optimization",
            "Ads Setup & Management",
            "Audience Development",
            "Campaign Management",
            "Cold Emails",
            "Consultation & Audience Research",
            "Email Automations",
            "Email Platform Support",
            "Full SEO Package",
            "Marketing Plans",
            "Marketing Strategy",
            "Off-Page SEO",
            "On-Page SEO",
            "Profile Setup & Integration",
            "Search Engine Marketing Management",
            "Setup & Strategy Consultation",
            "Shoppable Content",
            "Shopping Ads",
            "Social Content",
            "Social Media Management",
            "Strategy & Planning",
            "Technical SEO",
            "Voice Search SEO",
        ],
        "others": ["Guest Posts", "Keyword Lists", "Surveys"],
    },
    "Video & Animation": {
        "milestones": ["3D Product Animation", "Character Animation", "E-Commerce Product Videos", "Video Editing"],
        "others": [
            "Animated GIFs",
            "Intros & Outros",
            "Lottie & Web Animation",
            "Subtitles & Captions",
            "Whiteboard Videos",
        ],
    },
    "Writing & Translation": {
        "milestones": [
            "Articles & Blog Posts",
            "Book & eBook Writing",
            "Book Editing",
            "Concept Development",
            "Ghostwriting",
            "Short Stories",
        ],
        "others": [
            "Cover Letters & CVs",
            "Product Descriptions",
            "Proofreading",
            "Speeches",
            "Transcription",
            "Translation",
        ],
    },
    "Music & Audio": {
        "milestones": ["Producers & Composers", "Voice Over"],
        "others": ["Jingles & Intros", "Mixing & Mastering", "Podcast Editing", "Sound Effects"],
    },
    "Business": {
        "milestones": ["Business Plans", "Consulting"],
        "others": ["Market Research", "Presentations", "Project Management", "Recruiting", "Virtual Assistance"],
    },
    "Finance": {
        "milestones": [
            "Accounting & Bookkeeping",
            "Analysis, Valuation & Optimization",
            "Financial Forecasting & Modeling",
            "Online Trading Lessons",
            "Personal Finance & Wealth Management",
            "Tax Consulting",
        ],
        "others": ["Invoice Templates", "Payroll Questions"],
    },
    "Legal": {
        "milestones": [
            "Applications & Registrations",
            "General Legal Advice",
            "Legal Disputes",
            "Legal Documents & Contracts",
            "Legal Research",
        ],
        "others": ["Notary Preparation", "Privacy Notices"],
    },
    "Photography": {
        "milestones": [],
        "others": ["Event Photos", "Photo Retouching", "Portrait Photos", "Product Photos"],
    },
}


def load_all(apps, schema_editor):
    load(apps, FIELDS)


def unload(apps, schema_editor):
    category = apps.get_model("gigs", "Category")
    category.objects.filter(parent__isnull=False).delete()
    category.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("gigs", "0001_initial")]

    operations = [migrations.RunPython(load_all, unload)]
