"""Say who can sign in to the demo."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from marketplace.demo.cast import CAST, PASSWORD


class Command(BaseCommand):
    help = "Print the demo's logins."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("This is not a demo, so it has no published logins.")
        self.stdout.write(f"  Be anybody with one click at  {settings.SITE_URL}/demo/  or sign in with {PASSWORD}:\n")
        for one in CAST:
            self.stdout.write(f"    {one.email:<24} {one.name:<20} {one.role}")
