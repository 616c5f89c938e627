from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "marketplace.inbox"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Messages"

    def ready(self):
        from escrow.grants import APPEND, rights
        from marketplace.accounts import profile
        from marketplace.inbox import contact, sections, subjects  # noqa: F401 - what others can be about, and lead to
        from milestones.pages.order import asides, newer

        profile.sections.register("inbox")(sections.on_page_of)
        asides.register("inbox")(sections.beside_order)
        newer.register("inbox")(sections.is_newer)
        rights.register("inbox_message")(f"{APPEND}, UPDATE (removed_at, removed_by_id)")
        rights.register("inbox_messagefile")(APPEND)
