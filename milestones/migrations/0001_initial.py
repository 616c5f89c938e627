import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import django_fsm
import djmoney.models.fields
from django.conf import settings
from django.db import migrations, models

import marketplace.clock
import marketplace.validators
import milestones.models.delivery


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('escrow', '0001_initial'),
        ('policies', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120, validators=[marketplace.validators.validate_line])),
                ('description', models.TextField(blank=True, max_length=5000)),
                ('deliverables', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list)),
                ('substeps', models.JSONField(blank=True, default=list, help_text='[{"name": …, "done_at": … or null}]')),
                ('days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('agreed_at', models.DateTimeField(blank=True, help_text='When its terms were agreed on, where the order had begun by then.', null=True)),
                ('amount_currency', djmoney.models.fields.CurrencyField(choices=[('GBP', 'British Pound'), ('EUR', 'Euro'), ('JPY', 'Japanese Yen'), ('KWD', 'Kuwaiti Dinar'), ('PLN', 'Polish Zloty'), ('SEK', 'Swedish Krona'), ('CHF', 'Swiss Franc'), ('USD', 'US Dollar')], default='USD', editable=False, max_length=3)),
                ('amount', djmoney.models.fields.MoneyField(decimal_places=3, max_digits=14)),
                ('revisions_allowed', models.PositiveSmallIntegerField(default=0)),
                ('revisions_used', models.PositiveSmallIntegerField(default=0)),
                ('review_extended', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('pending', 'Not started'), ('funded', 'Funded'), ('delivered', 'Delivered'), ('revision', 'In revision'), ('approved', 'Accepted'), ('paid', 'Paid'), ('cancelled', 'Cancelled'), ('skipped', 'Skipped'), ('disputed', 'Disputed')], default='pending', max_length=20)),
                ('disputed_from', models.CharField(blank=True, choices=[('pending', 'Not started'), ('funded', 'Funded'), ('delivered', 'Delivered'), ('revision', 'In revision'), ('approved', 'Accepted'), ('paid', 'Paid'), ('cancelled', 'Cancelled'), ('skipped', 'Skipped'), ('disputed', 'Disputed')], max_length=20)),
                ('acceptance', models.CharField(blank=True, choices=[('client', 'approved by the client'), ('timer', 'the time to review it ran out'), ('early', 'released before a delivery'), ('part', 'released in part'), ('support', 'accepted by support'), ('decision', 'decided by support'), ('silence', 'decided, as the dispute was not answered'), ('agreement', 'settled by both sides')], db_default='', default='', max_length=20)),
                ('fault', models.CharField(blank=True, db_default='', default='', help_text='Whose fault a cancellation was, as both agreed.', max_length=20)),
                ('carried', models.PositiveBigIntegerField(default=0)),
                ('client_fee', models.PositiveBigIntegerField(default=0)),
                ('released', models.PositiveBigIntegerField(default=0)),
                ('refunded', models.PositiveBigIntegerField(default=0)),
                ('charges', models.JSONField(blank=True, default=list)),
                ('funded_at', models.DateTimeField(blank=True, null=True)),
                ('begun_at', models.DateTimeField(blank=True, help_text='When its work could begin: it was paid, and its turn had come.', null=True)),
                ('delivered_at', models.DateTimeField(blank=True, null=True)),
                ('delivered_late', models.BooleanField(db_default=False, default=False)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('paid_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, help_text='When it was cancelled or skipped.', null=True)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'funded', 'delivered', 'revision', 'approved', 'paid', 'cancelled', 'skipped', 'disputed'])), name='milestone_state_known'),
                    models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='milestone_amount_positive'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['funded', 'delivered', 'revision', 'disputed', 'approved', 'paid']), _negated=True), ('funded_at__isnull', False), _connector='OR'), name='milestone_funded_has_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['pending', 'skipped']), _negated=True), models.Q(('funded_at__isnull', True), ('refunded', 0), ('released', 0)), _connector='OR'), name='milestone_unfunded_has_none'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['delivered', 'revision']), _negated=True), ('delivered_at__isnull', False), _connector='OR'), name='milestone_delivered_has_time'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'paid']), ('approved_at__isnull', True), _connector='XOR'), name='milestone_approved_has_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('acceptance', ''), ('approved_at__isnull', True)), models.Q(models.Q(('acceptance', ''), _negated=True), ('approved_at__isnull', False)), _connector='OR'), name='milestone_accepted_knows_how'),
                    models.CheckConstraint(condition=models.Q(('acceptance__in', ['', 'client', 'timer', 'early', 'part', 'support', 'decision', 'silence', 'agreement'])), name='milestone_acceptance_known'),
                    models.CheckConstraint(condition=models.Q(('state', 'paid'), ('paid_at__isnull', True), _connector='XOR'), name='milestone_paid_has_time'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'skipped']), ('ended_at__isnull', True), _connector='XOR'), name='milestone_ended_has_time'),
                    models.CheckConstraint(condition=models.Q(('state', 'disputed'), ('disputed_from', ''), _connector='XOR'), name='milestone_disputed_knows_from'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'skipped'), _negated=True), ('carried', 0), _connector='OR'), name='milestone_skipped_holds_none'),
                ],
                'ordering': ['order', 'position'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('message', models.TextField(blank=True, max_length=5000)),
                ('links', models.JSONField(blank=True, default=list, help_text='[{"url": …, "deliverable": … or ""}]')),
                ('full_project', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=marketplace.clock.now)),
                ('revision_reason', models.TextField(blank=True, max_length=5000)),
                ('revision_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='milestones.milestone')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('milestone', 'number'), name='delivery_number_unique'),
                    models.CheckConstraint(condition=models.Q(models.Q(('revision_at__isnull', True), ('revision_reason', '')), models.Q(('revision_at__isnull', False), models.Q(('revision_reason', ''), _negated=True)), _connector='OR'), name='delivery_revision_has_reason'),
                ],
                'verbose_name_plural': 'deliveries',
                'ordering': ['milestone', 'number'],
            },
        ),
        migrations.CreateModel(
            name='DeliveryFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deliverable', models.CharField(blank=True, max_length=120)),
                ('file', models.FileField(max_length=200, upload_to=milestones.models.delivery.storage_name)),
                ('name', models.CharField(max_length=150)),
                ('size', models.PositiveBigIntegerField(help_text='In bytes.')),
                ('content_type', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='milestones.delivery')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('proposal', 'a proposal'), ('job_post', 'a job post'), ('direct', 'a direct offer'), ('gig', 'a gig'), ('custom_offer', 'a custom offer')], help_text='How it came to be; never changes.', max_length=20)),
                ('title', models.CharField(max_length=120, validators=[marketplace.validators.validate_line])),
                ('scope', models.TextField(blank=True, max_length=10000)),
                ('currency', models.CharField(max_length=3)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('zone', models.CharField(db_default='UTC', default='UTC', help_text='The time zone in which its days begin and end.', max_length=64)),
                ('revisions_allowed', models.PositiveSmallIntegerField(default=0, help_text='The allowance of the whole order, where the policy counts by order.')),
                ('charge_problem', models.CharField(blank=True, db_default='', default='', help_text='Why the newest charge for the next step failed, until it is paid.', max_length=500)),
                ('state', models.CharField(choices=[('active', 'Active'), ('completed', 'Completed'), ('cancelled', 'Cancelled')], default='active', max_length=20)),
                ('ending', models.CharField(blank=True, choices=[('finished', 'finished'), ('stopped_by_client', 'stopped by the client'), ('stopped_by_timer', 'stopped by a timer'), ('cancelled_mutually', 'cancelled by both sides'), ('cancelled_by_support', 'cancelled by support'), ('lapsed', 'lapsed, because the next step was not paid')], max_length=30)),
                ('created_at', models.DateTimeField(default=marketplace.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('fault', models.CharField(blank=True, db_default='', default='', help_text='Whose fault the cancellation was that ended it, as both agreed.', max_length=20)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders_as_client', to=settings.AUTH_USER_MODEL)),
                ('freelancer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders_as_freelancer', to=settings.AUTH_USER_MODEL)),
                ('payment_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='escrow.paymentsource')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='policies.policy')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['client', '-id'], name='order_client'),
                    models.Index(fields=['freelancer', '-id'], name='order_freelancer'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('client', models.F('freelancer')), _negated=True), name='order_two_people'),
                    models.CheckConstraint(condition=models.Q(('origin__in', ['proposal', 'job_post', 'direct', 'gig', 'custom_offer'])), name='order_origin_known'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['active', 'completed', 'cancelled'])), name='order_state_known'),
                    models.CheckConstraint(condition=models.Q(('ending__in', ['', 'finished', 'stopped_by_client', 'stopped_by_timer', 'cancelled_mutually', 'cancelled_by_support', 'lapsed'])), name='order_ending_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ending', ''), ('state', 'active')), models.Q(models.Q(('state', 'active'), _negated=True), models.Q(('ending', ''), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='order_ended_has_ending'),
                ],
                'ordering': ['-pk'],
                'permissions': [('support_order', 'Can act for support in an order')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.AddField(
            model_name='milestone',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='milestones.order'),
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('cancel', 'Cancel and refund'), ('extend', 'More time'), ('change', 'Change the plan'), ('change_order', 'New scope'), ('reopen', 'Reopen the order'), ('dispute', 'Dispute'), ('split', 'Split the money')], max_length=20)),
                ('state', models.CharField(choices=[('open', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('decided', 'Decided'), ('settled', 'Settled by both sides')], default='open', max_length=20)),
                ('reason', models.TextField(max_length=5000)),
                ('data', models.JSONField(blank=True, default=dict)),
                ('created_at', models.DateTimeField(default=marketplace.clock.now)),
                ('answer', models.TextField(blank=True, max_length=5000)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('milestone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='milestones.milestone')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='milestones.order')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['open', 'accepted', 'declined', 'withdrawn', 'decided', 'settled'])), name='case_state_known'),
                    models.CheckConstraint(condition=models.Q(('state', 'open'), ('closed_at__isnull', False), _connector='XOR'), name='case_closed_has_time'),
                    models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('order', 'kind', 'milestone'), name='case_one_open_of_kind', nulls_distinct=False),
                ],
                'ordering': ['-pk'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='WaitingFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=milestones.models.delivery.new_key, editable=False, max_length=32, unique=True)),
                ('deliverable', models.CharField(blank=True, max_length=120)),
                ('file', models.FileField(max_length=200, upload_to=milestones.models.delivery.storage_name)),
                ('name', models.CharField(max_length=150)),
                ('size', models.PositiveBigIntegerField(help_text='In bytes.')),
                ('content_type', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=marketplace.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waiting_files', to='milestones.milestone')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('order', 'position'), name='milestone_position_unique'),
        ),
    ]
