import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import marketplace.clock
import marketplace.validators


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('milestones', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=120, validators=[marketplace.validators.validate_line])),
                ('page', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('waiting', 'Waiting for support'), ('answered', 'Answered'), ('closed', 'Closed')], default='waiting', max_length=10)),
                ('created_at', models.DateTimeField(default=marketplace.clock.now, editable=False)),
                ('changed_at', models.DateTimeField(default=marketplace.clock.now, editable=False)),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='milestones.order')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['user', '-changed_at'], name='ticket_of_user'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'answered', 'closed'])), name='ticket_state_known'),
                ],
                'ordering': ['-changed_at', '-pk'],
                'permissions': [('answer_ticket', 'Can answer questions to support')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_support', models.BooleanField(default=False)),
                ('text', models.TextField(max_length=4000)),
                ('at', models.DateTimeField(default=marketplace.clock.now, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='helpdesk.ticket')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='ticket_message_says_something'),
                ],
                'verbose_name': 'message of a ticket',
                'verbose_name_plural': 'messages of tickets',
                'ordering': ['pk'],
            },
        ),
    ]
