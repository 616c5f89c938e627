from django.apps import AppConfig
from django.contrib.admin import apps as admin


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from allauth.mfa.signals import authenticator_added

        from marketplace.accounts import checks, second_factors, subjects  # noqa: F401 - they register what they have

        authenticator_added.connect(second_factors.end_other_sessions)


class SupportDeskConfig(admin.AdminConfig):
    """django.contrib.admin with the support desk as the site that @admin.register fills."""

    default = False
    default_site = "marketplace.accounts.admin_site.SupportDesk"
