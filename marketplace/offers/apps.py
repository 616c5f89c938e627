from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "marketplace.offers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from marketplace.offers import actions, checks  # noqa: F401 - records what gateways answer, fires timers, checks
        from marketplace.offers.waiting import waiting_for
        from milestones.pages import dashboard

        dashboard.elsewhere.register("offers")(waiting_for)
