import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.clock


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='UsedKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('made', models.CharField(blank=True, max_length=60)),
                ('at', models.DateTimeField(default=marketplace.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='idempotency_key_at')],
                'constraints': [models.UniqueConstraint(fields=('by', 'digest'), name='idempotency_key_used_once')],
            },
        ),
    ]
