from django.db import migrations, models

import marketplace.clock


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SandboxCharge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('kind', models.CharField(choices=[('charge', 'Charge'), ('refund', 'Refund')], max_length=10)),
                ('status', models.CharField(choices=[('processing', 'Processing'), ('needs_confirmation', 'Needs confirmation'), ('succeeded', 'Succeeded'), ('declined', 'Declined'), ('cancelled', 'Cancelled')], max_length=20)),
                ('reference', models.CharField(max_length=40, unique=True)),
                ('refunds', models.CharField(blank=True, db_index=True, help_text='The reference of what it refunds.', max_length=40)),
                ('token', models.CharField(blank=True, max_length=120)),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('description', models.CharField(blank=True, max_length=200)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('text', models.CharField(blank=True, max_length=200)),
                ('ready_at', models.DateTimeField(help_text='From when on a slow one has its answer.')),
                ('created_at', models.DateTimeField(default=marketplace.clock.now, editable=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('status', 'cancelled'), _connector='OR'), name='sandbox_amount_positive')],
            },
        ),
    ]
