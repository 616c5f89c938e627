"""Names and titles are lines to be seen, wherever they are written; no column changes."""

from django.db import migrations, models

import marketplace.validators


class Migration(migrations.Migration):

    dependencies = [
        ('gigs', '0002_categories'),
    ]

    operations = [
        migrations.AlterField(
            model_name='category',
            name='name',
            field=models.CharField(max_length=80, validators=[marketplace.validators.validate_line]),
        ),
    ]
