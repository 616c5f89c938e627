import uuid

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import marketplace.clock
import marketplace.inbox.models.message


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_people'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(default=marketplace.clock.now, editable=False)),
                ('high', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('low', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['started_by', '-started_at'], name='conversation_started_by'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('low', 'high'), name='conversation_once'),
                    models.CheckConstraint(condition=models.Q(('low__lt', models.F('high'))), name='conversation_low_is_lower'),
                    models.CheckConstraint(condition=models.Q(('started_by', models.F('low')), ('started_by', models.F('high')), _connector='OR'), name='conversation_started_by_one'),
                ],
                'ordering': ['-pk'],
                'permissions': [('support_conversation', 'Can decide about reported messages')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, max_length=5000)),
                ('has_files', models.BooleanField(default=False)),
                ('about', models.CharField(blank=True, max_length=60)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('at', models.DateTimeField(default=marketplace.clock.now, editable=False)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='inbox.conversation')),
                ('removed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['conversation', '-id'], name='message_of_conversation'),
                    models.Index(fields=['by', '-at'], name='message_by_person'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('by', 'key'), name='message_key_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('has_files', True), _connector='OR'), name='message_says_something'),
                    models.CheckConstraint(condition=models.Q(('about__regex', '^([a-z]+:[0-9]+)?$')), name='message_about_is_reference'),
                    models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), ('removed_by__isnull', True)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='message_removed_by_somebody'),
                ],
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='MessageFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, upload_to=marketplace.inbox.models.message.storage_name)),
                ('name', models.CharField(max_length=150)),
                ('size', models.PositiveBigIntegerField(help_text='In bytes.')),
                ('content_type', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='inbox.message')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_to', models.PositiveBigIntegerField(default=0)),
                ('unread', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(default=marketplace.clock.now)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('muted_at', models.DateTimeField(blank=True, null=True)),
                ('waits_since', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='inbox.conversation')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['user', '-last_at', '-id'], name='participant_list'),
                    models.Index(condition=models.Q(('muted_at', None), ('unread__gt', 0)), fields=['user'], include=('unread',), name='participant_unread'),
                    models.Index(condition=models.Q(('waits_since__isnull', False)), fields=['waits_since'], name='participant_waits'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('conversation', 'user'), name='participant_once'),
                    models.CheckConstraint(condition=models.Q(('waits_since__isnull', True), ('unread__gt', 0), _connector='OR'), name='participant_waits_unread'),
                ],
                'ordering': ['-last_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Promptness',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='promptness', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('seconds', models.PositiveBigIntegerField()),
                ('answers', models.PositiveIntegerField(help_text='How many first answers it is the median of.')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('answers__gt', 0)), name='promptness_of_answers')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=1000)),
                ('state', models.CharField(choices=[('open', 'Open'), ('upheld', 'Upheld'), ('dismissed', 'Dismissed')], default='open', max_length=10)),
                ('made_at', models.DateTimeField(default=marketplace.clock.now, editable=False)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='inbox.message')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('state', 'open')), fields=['message'], name='report_open'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('by', 'message'), name='report_once'),
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='report_has_reason'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['open', 'upheld', 'dismissed'])), name='report_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='report_decided_by_somebody'),
                ],
                'ordering': ['-pk'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=marketplace.clock.now)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('who', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('by', 'who'), name='block_once'), models.CheckConstraint(condition=models.Q(('by', models.F('who')), _negated=True), name='block_two_people')],
            },
        ),
    ]
