from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from escrow import grants


class Command(BaseCommand):
    help = (
        "Give the runtime role the rights that the running site needs, and no more: it can't rewrite the ledger or"
        " the history. Run it as the owner of the tables, after every migrate."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role")

    def handle(self, *, role: str, **options: Any) -> None:
        if reason := grants.why_not(role):
            raise CommandError(reason)
        try:
            grants.grant(role)
        except grants.NotGranted as wrong:
            raise CommandError(f"Nothing was granted, because afterwards\n{wrong}") from None
        self.stdout.write(f"{role} may run the site now. It can add to the ledger and the history, not change them.")
