"""The address that an invitation goes to in its one form, by the database, too; titles and signatures are lines."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import migrations, models

import marketplace.validators
from marketplace.accounts import addresses


def normalise(apps, schema_editor):
    """What no mail could be sent to has invited nobody."""
    Offer = apps.get_model("offers", "Offer")
    for offer in Offer.objects.exclude(invited_email="").exclude(invited_email__regex=r"^[!-@\[-~]+@[!-?\[-~]+$"):
        try:
            kept = addresses.normalise(offer.invited_email)
        except ValidationError:
            kept = f"nobody-{offer.pk}@users.invalid"
        Offer.objects.filter(pk=offer.pk).update(invited_email=kept)


class Migration(migrations.Migration):

    dependencies = [
        ('escrow', '0003_sources_kept_once'),
        ('gigs', '0003_lines'),
        ('milestones', '0008_lines'),
        ('offers', '0005_zone'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(normalise, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='offer',
            name='title',
            field=models.CharField(blank=True, max_length=120, validators=[marketplace.validators.validate_line]),
        ),
        migrations.AlterField(
            model_name='signature',
            name='name',
            field=models.CharField(max_length=120, validators=[marketplace.validators.validate_line]),
        ),
        migrations.AlterField(
            model_name='version',
            name='title',
            field=models.CharField(max_length=120, validators=[marketplace.validators.validate_line]),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('invited_email', ''), ('invited_email__regex', '^[!-@\\[-~]+@[!-?\\[-~]+$'), _connector='OR'), name='offer_invite_one_form'),
        ),
    ]
