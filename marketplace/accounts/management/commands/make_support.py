"""Let people into the support desk, or out of it: manage.py make_support sam@example.org

Without an address it only brings the group's permissions up to date, as after an upgrade. Every run does that.
"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts import addresses, support
from marketplace.accounts.models import User


class Command(BaseCommand):
    help = "Make people members of support (or, with --remove, no longer), and update the group's permissions."

    def add_arguments(self, parser):
        parser.add_argument("email", nargs="*", help="the address of somebody who has signed up")
        parser.add_argument("--remove", action="store_true", help="take them out of support instead")

    def handle(self, email, remove, **options):
        people = [self._person(address) for address in email]
        group = support.support_group()
        for person in people:
            (support.dismiss if remove else support.admit)(person)
            self.stdout.write(f"{person.email} is {'no longer' if remove else 'now'} support.")
        self.stdout.write(f"The group “{group}” has {group.permissions.count()} permissions.")

    def _person(self, address: str) -> User:
        try:
            return User.objects.get(email=addresses.normalise(address))
        except (User.DoesNotExist, ValidationError) as error:
            raise CommandError(f"Nobody has signed up as {address}.") from error
