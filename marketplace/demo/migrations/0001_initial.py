import datetime

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DemoClock',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('ahead', models.DurationField(default=datetime.timedelta(0))),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='democlock_single'), models.CheckConstraint(condition=models.Q(('ahead__gte', datetime.timedelta(0))), name='democlock_not_behind')],
            },
        ),
    ]
