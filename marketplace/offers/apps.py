from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "marketplace.offers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from marketplace.gigs import trade
        from marketplace.offers import actions, checks, reach, subjects, timer_kinds  # noqa: F401 - they register
        from marketplace.offers.trade import orders_from
        from marketplace.offers.waiting import waiting_for
        from milestones.pages import dashboard

        trade.sources.register("offers")(orders_from)
        dashboard.elsewhere.register("offers")(waiting_for)
