"""For somebody who lost the phone and the recovery codes: manage.py remove_second_factor ada@example.org

Make sure first that it is they who ask: afterwards the password alone opens the account. It goes into the audit trail,
signs them out everywhere, and they are told by mail. For support the desk has a button; this one works for staff too.
"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts import addresses, second_factors
from marketplace.accounts.models import User
from marketplace.actors import OPERATOR


class Command(BaseCommand):
    help = "Take the second factors of an account away, tell its owner by mail, and sign it out everywhere."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address of the account")
        parser.add_argument("--reason", default="The second factor is lost.", help="what the audit trail says")

    def handle(self, email, reason, **options):
        try:
            user = User.objects.get(email=addresses.normalise(email))
        except (User.DoesNotExist, ValidationError) as error:
            raise CommandError(f"Nobody has signed up as {email}.") from error
        if not second_factors.remove(user, by=OPERATOR, reason=reason):
            raise CommandError(f"{user.email} has no second factor.")
        self.stdout.write(f"{user.email} signs in with the password alone now, and was told so by mail.")
