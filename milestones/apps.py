from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    name = "milestones"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from escrow import sources
        from marketplace.policies import publishing
        from milestones import checks, reach, subjects, sweeping, timer_kinds  # noqa: F401 - they register what they have
        from milestones.actions import by_clock, fund  # noqa: F401 - what timers do; records what gateways answer
        from milestones.wording import next_charge, under_rulebook

        sources.uses.register("orders")(next_charge.uses_of)
        publishing.uses.register("orders")(under_rulebook.orders)
