from django.core.management.base import BaseCommand

from marketplace import orphans
from marketplace.formats import counted


class Command(BaseCommand):
    help = (
        "Remove uploads that nothing names, and those that nothing came of, when they are older than a day. A task does"
        " so every night; run it by hand when the disk fills up."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say which files would go, and remove nothing.")

    def handle(self, *, dry_run, **options):
        rows, names = orphans.remove(pretend=dry_run)
        for name in names:
            self.stdout.write(name)
        if dry_run:
            self.stdout.write(f"{counted(len(names), 'file', 'files')} would go.")
        else:
            self.stdout.write(
                f"Removed {counted(len(names), 'orphaned file', 'orphaned files')}, "
                f"and {counted(rows, 'upload', 'uploads')} that nothing came of."
            )
