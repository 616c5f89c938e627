from django.db import migrations, models

import marketplace.clock


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('first_seen_at', models.DateTimeField(default=marketplace.clock.real)),
                ('succeeded_at', models.DateTimeField(null=True)),
                ('seconds', models.FloatField(help_text='How long the last one that succeeded took.', null=True)),
                ('result', models.BigIntegerField(help_text='What it counted, where it counts something.', null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'permissions': [('view_status', 'Can see what is wrong with the site')],
            },
        ),
    ]
