from typing import Any

from django.core.management.base import BaseCommand, CommandError

from escrow import checks


class Command(BaseCommand):
    help = "Recompute everything that must be true of the books. Prints the offending rows and fails if there are any."

    def handle(self, **options: Any) -> None:
        problems = checks.check_books()
        for problem in problems:
            self.stderr.write(str(problem))
        if problems:
            raise CommandError(f"The books do not add up: {len(problems)} offending rows.")
        self.stdout.write("The books add up.")
