from django.apps import AppConfig


class GigsConfig(AppConfig):
    name = "marketplace.gigs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from marketplace.gigs import subjects  # noqa: F401 - what others can be about, and the desk's words
        from marketplace.gigs.gallery import forgetting  # noqa: F401 - what the nightly sweep asks
