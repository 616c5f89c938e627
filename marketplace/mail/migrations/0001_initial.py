from django.db import migrations, models

import marketplace.clock
import marketplace.mail.models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='RefusedAddress',
            fields=[
                ('address', models.CharField(max_length=254, primary_key=True, serialize=False)),
                ('refusals', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(help_text='Real time.')),
                ('failure', models.CharField(max_length=300)),
            ],
            options={
                'verbose_name': 'address that refuses mail',
                'verbose_name_plural': 'addresses that refuse mail',
                'ordering': ['-refusals', 'address'],
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('failed_at', models.DateTimeField(blank=True, null=True)),
                ('failure', models.CharField(blank=True, help_text='Why the last attempt failed.', max_length=300)),
                ('key', models.CharField(default=marketplace.mail.models.new_key, max_length=100, unique=True)),
                ('kind', models.CharField(max_length=100)),
                ('to', models.CharField(max_length=254)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('sender', models.CharField(blank=True, max_length=80)),
                ('subject', models.CharField(max_length=300)),
                ('body', models.TextField(blank=True)),
                ('planned_at', models.DateTimeField(default=marketplace.clock.real, help_text='Real time: when it was to leave at the earliest. By this ceilings count.')),
            ],
            options={
                'verbose_name': 'mail',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['next_try_at', 'id'], name='outgoingmail_waiting'), models.Index(fields=['to', 'planned_at'], name='outgoingmail_to'), models.Index(condition=models.Q(('sender', ''), _negated=True), fields=['sender', 'planned_at'], name='outgoingmail_sender')],
                'constraints': [models.CheckConstraint(condition=models.Q(('next_try_at__isnull', True), models.Q(('failed_at__isnull', True), ('sent_at__isnull', True)), _connector='OR'), name='outgoingmail_waits_or_is_over'), models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('failed_at__isnull', True), _connector='OR'), name='outgoingmail_sent_or_failed')],
            },
        ),
    ]
