"""Write the secrets of second factors anew under SECRET_KEY, before an old key leaves SECRET_KEY_FALLBACKS."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from marketplace.accounts import encryption


class Command(BaseCommand):
    help = "Encrypt the secrets of all second factors under the newest SECRET_KEY."

    def handle(self, **options):
        with transaction.atomic():
            number = encryption.encrypt_all(Authenticator.objects)
        self.stdout.write(f"{number} secrets are encrypted under the newest key.")
