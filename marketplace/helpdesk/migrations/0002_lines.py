"""Names and titles are lines to be seen, wherever they are written; no column changes."""

from django.db import migrations, models

import marketplace.validators


class Migration(migrations.Migration):

    dependencies = [
        ('helpdesk', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='ticket',
            name='subject',
            field=models.CharField(max_length=120, validators=[marketplace.validators.validate_line]),
        ),
    ]
