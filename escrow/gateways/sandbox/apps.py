from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """A gateway is a folder, and an app: with its memory, its page, its checks and its place at the desk."""

    name = "escrow.gateways.sandbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from escrow import grants
        from escrow.gateways.sandbox import checks  # noqa: F401 - adds itself to check_books

        grants.RIGHTS["sandbox_sandboxcharge"] = f"{grants.APPEND}, UPDATE (status, code, text)"
