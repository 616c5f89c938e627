import django.core.serializers.json
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
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('thread', models.CharField(max_length=60)),
                ('about', models.CharField(max_length=60)),
                ('actor_kind', models.CharField(max_length=20)),
                ('data', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('at', models.DateTimeField(default=marketplace.clock.now)),
                ('dispatched_at', models.DateTimeField(editable=False, null=True)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['thread', '-id'], name='event_thread'), models.Index(condition=models.Q(('dispatched_at', None)), fields=['id'], name='event_waiting')],
            },
        ),
    ]
