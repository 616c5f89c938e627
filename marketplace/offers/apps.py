from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "marketplace.offers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from escrow import sources
        from marketplace.gigs import trade
        from marketplace.offers import (  # noqa: F401 - they register
            actions,
            checks,
            monthly,
            reach,
            subjects,
            timer_kinds,
            under_rulebook,
        )
        from marketplace.offers.trade import orders_from
        from marketplace.offers.waiting import waiting_for
        from milestones.pages import dashboard, order, wallet

        trade.sources.register("offers")(orders_from)
        dashboard.elsewhere.register("offers")(waiting_for)
        order.asides.register("subscriptions")(monthly.beside_order)
        wallet.charges.register("subscriptions")(monthly.charged_next)
        sources.uses.register("subscriptions")(monthly.uses_of)
