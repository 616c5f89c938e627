from django.apps import AppConfig


class GigsConfig(AppConfig):
    name = "marketplace.gigs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from marketplace.accounts import profile
        from marketplace.gigs import looks, reach, shelves, subjects  # noqa: F401 - they register what they have
        from marketplace.gigs.gallery import forgetting  # noqa: F401 - what the nightly sweep asks
        from milestones.pages import dashboard

        profile.sections.register("gigs")(shelves.on_page_of)
        dashboard.sections.register("gigs")(shelves.on_dashboard_of)
