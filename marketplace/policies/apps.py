from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "marketplace.policies"
    default_auto_field = "django.db.models.BigAutoField"
