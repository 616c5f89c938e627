from django.apps import AppConfig
from django.contrib.admin import apps as admin


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    default_auto_field = "django.db.models.BigAutoField"


class SupportDeskConfig(admin.AdminConfig):
    """django.contrib.admin with the support desk as the site that @admin.register fills."""

    default = False
    default_site = "marketplace.accounts.admin_site.SupportDesk"
