"""Load the demo's people and what they did, once."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from escrow.checks import check_books
from marketplace.demo.load import load
from milestones.models import Order


class Command(BaseCommand):
    help = "Load the demo's people, orders and offers. Does nothing when they are there."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("This is not a demo: load_demo makes people with a published password. Set DEMO=1.")
        if not load():
            self.stdout.write("The demo data is there already.")
            return
        if problems := check_books():
            raise CommandError(f"The books do not add up: {problems[0]}")
        self.stdout.write(f"Loaded {Order.objects.count()} orders; the books add up.")
