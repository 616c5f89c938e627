"""Names and titles are lines to be seen, wherever they are written; no column changes."""

from django.db import migrations, models

import marketplace.validators


class Migration(migrations.Migration):

    dependencies = [
        ('milestones', '0007_zone'),
    ]

    operations = [
        migrations.AlterField(
            model_name='milestone',
            name='name',
            field=models.CharField(max_length=120, validators=[marketplace.validators.validate_line]),
        ),
        migrations.AlterField(
            model_name='order',
            name='title',
            field=models.CharField(max_length=120, validators=[marketplace.validators.validate_line]),
        ),
        migrations.AlterField(
            model_name='policy',
            name='modelled_on',
            field=models.CharField(blank=True, max_length=80, validators=[marketplace.validators.validate_line]),
        ),
        migrations.AlterField(
            model_name='policy',
            name='name',
            field=models.CharField(max_length=80, validators=[marketplace.validators.validate_line]),
        ),
        migrations.AlterField(
            model_name='policy',
            name='summary',
            field=models.CharField(max_length=300, validators=[marketplace.validators.validate_line]),
        ),
    ]
