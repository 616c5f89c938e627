from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """A gateway is a folder, and an app: with its memory, its page, its checks and its place at the desk."""

    name = "escrow.gateways.sandbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from escrow import gateways, grants
        from escrow.gateways.sandbox import checks, subjects  # noqa: F401 - they register what they have
        from escrow.gateways.sandbox.gateway import Sandbox

        gateways.gateways.register("sandbox")(Sandbox)
        grants.rights.register("sandbox_sandboxcharge")(f"{grants.APPEND}, UPDATE (status, code, text, dispute, cost)")
