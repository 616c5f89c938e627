"""What `manage.py check --deploy` says of the accounts of a real site."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connection

# The demo's people and their password are in the repository (marketplace/demo/cast.py), for everybody to read.
DEMO_DOMAIN = "cairn.example"
PUBLISHED = ["cairn-demo"]


@register(Tags.security, deploy=True)
def published_passwords(app_configs, **kwargs):
    """The demo's people on a real site: anybody can sign in as them."""
    if settings.DEMO:
        return []
    try:
        demo = _people_of_the_demo()
    except DatabaseError:
        return []  # no database, or no tables yet: other checks say so
    opened = [user for user in demo if any(user.check_password(password) for password in PUBLISHED)]
    return [*_open(opened), *_left([user for user in demo if user not in opened])]


def _people_of_the_demo():
    from marketplace.accounts.models import User

    if User._meta.db_table not in connection.introspection.table_names():
        return []
    return list(User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}", is_active=True).order_by("email"))


def _open(people):
    if people:
        yield Error(
            f"Everybody can sign in as {', '.join(user.email for user in people)}: their password is published.",
            hint="This database was filled by load_demo. Start a real site on an empty one, or take away “active” from "
            "these accounts at the support desk.",
            id="accounts.E001",
        )


def _left(people):
    if people:
        yield Warning(
            f"There are accounts of the demo: {', '.join(user.email for user in people)}.",
            hint="Nobody gets mail at this domain. Take away “active” from these accounts at the support desk.",
            id="accounts.W001",
        )
