from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "marketplace.jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from escrow.grants import APPEND, rights
        from marketplace.jobs import forgetting, reach, sections, subjects, timer_kinds  # noqa: F401 - they register themselves
        from marketplace.jobs.actions import by_clock, hiring  # noqa: F401 - what timers do, and what a hire means
        from marketplace.offers import presenters
        from milestones.pages import order

        presenters.asides.register("jobs")(sections.beside_offer)
        order.asides.register("jobs")(sections.beside_order)
        rights.register("jobs_postversion")(APPEND)
