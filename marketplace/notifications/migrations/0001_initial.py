import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.clock


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('events', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FanOutFailure',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='stumble', serialize=False, to='events.event')),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(help_text='Real time.')),
                ('failure', models.CharField(max_length=300)),
            ],
            options={
                'verbose_name': 'event that nobody could be told of',
                'verbose_name_plural': 'events that nobody could be told of',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mail_preference', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('money', models.BooleanField(default=True)),
                ('deadlines', models.BooleanField(default=True)),
                ('work', models.BooleanField(default=True)),
                ('questions', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('failed_at', models.DateTimeField(blank=True, null=True)),
                ('failure', models.CharField(blank=True, help_text='Why the last attempt failed.', max_length=300)),
                ('kind', models.CharField(max_length=60)),
                ('group', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=300)),
                ('path', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(default=marketplace.clock.now)),
                ('mail_at', models.DateTimeField(blank=True, help_text='Real time: when its mail is to leave at the earliest. By this ceilings count.', null=True)),
                ('is_digest', models.BooleanField(default=False, help_text='Its mail gathers what came after a day’s ceiling.')),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='events.event')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followers', to='notifications.notification')),
                ('sender', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['next_try_at', 'id'], name='notification_waiting'), models.Index(fields=['user', '-id'], name='notification_of_user'), models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='notification_unread'), models.Index(condition=models.Q(('mail_at__isnull', False)), fields=['sender', '-mail_at'], name='notification_by_sender'), models.Index(condition=models.Q(('group', 'questions'), ('mail_at__isnull', False)), fields=['user', '-mail_at'], name='notification_questions')],
                'constraints': [models.UniqueConstraint(fields=('event', 'user'), name='notification_once'), models.CheckConstraint(condition=models.Q(('next_try_at__isnull', True), models.Q(('failed_at__isnull', True), ('lead__isnull', True), ('sent_at__isnull', True)), _connector='OR'), name='notification_waits_or_is_over'), models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('failed_at__isnull', True), _connector='OR'), name='notification_sent_or_failed')],
            },
        ),
    ]
