from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "marketplace.reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from marketplace.accounts import profile
        from marketplace.gigs.pages import gig
        from marketplace.reviews import actions, history, pages, subjects, timer_kinds  # noqa: F401 - some register
        from milestones.pages import order

        profile.sections.register("reviews")(pages.on_page_of)
        order.sections.register("reviews")(pages.on_order_page)
        gig.sections.register("reviews")(pages.on_page_of_gig)
