import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django_fsm
from django.conf import settings
from django.db import migrations, models

import escrow.models.ledger
import escrow.models.payments
import marketplace.clock


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('escrow', 'escrow'), ('wallet', 'wallet'), ('clearing', 'clearing'), ('payout', 'payout'), ('fees', 'fees'), ('gateway', 'gateway'), ('receivable', 'receivable'), ('suspense', 'suspense')], max_length=20)),
                ('reference', models.CharField(blank=True, max_length=60)),
                ('currency', models.CharField(max_length=3)),
                ('keeps_balance', models.GeneratedField(db_persist=True, expression=models.Q(('kind__in', ['clearing', 'escrow', 'payout', 'wallet'])), output_field=models.BooleanField())),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(models.F('kind'), models.F('reference'), models.F('currency'), django.db.models.functions.comparison.Coalesce('owner', 0), name='escrow_account_address_unique'),
                    models.UniqueConstraint(fields=('id', 'currency'), name='escrow_account_currency'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['escrow', 'wallet', 'clearing', 'payout', 'fees', 'gateway', 'receivable', 'suspense'])), name='escrow_account_kind_known'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ('clearing', 'receivable', 'wallet')), ('owner__isnull', True), _connector='XOR'), name='escrow_account_owner_fits_kind'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ('escrow', 'gateway', 'payout')), ('reference', ''), _connector='XOR'), name='escrow_account_reference_fits_kind'),
                    models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='escrow_account_currency_code'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('account', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='standing', serialize=False, to='escrow.account')),
                ('posted', models.BigIntegerField()),
            ],
            options={
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='BalanceRollup',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='rollup', serialize=False, to='escrow.account')),
                ('posted', models.BigIntegerField()),
                ('upto', escrow.models.ledger.Xid8Field()),
            ],
        ),
        migrations.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('currency', models.CharField(max_length=3)),
                ('key', models.CharField(max_length=120)),
                ('thread', models.CharField(blank=True, max_length=60)),
                ('effective_at', models.DateTimeField(help_text="When it happened, by Cairn's clock.")),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text="When it was written, by the database's clock.")),
                ('xid8', escrow.models.ledger.Xid8Field(db_default=escrow.models.ledger.ThisTransaction())),
                ('actor', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='escrow.journalentry')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['thread', 'id'], name='escrow_entry_thread'),
                    models.Index(fields=['xid8'], name='escrow_entry_xid8'),
                    models.Index(fields=['effective_at'], name='escrow_entry_effective'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('key',), name='escrow_entry_key_unique'),
                    models.UniqueConstraint(condition=models.Q(('reverses__isnull', False)), fields=('reverses',), name='escrow_entry_reversed_once'),
                    models.UniqueConstraint(fields=('id', 'currency'), name='escrow_entry_currency'),
                    models.CheckConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), models.Q(('kind', ''), _negated=True)), name='escrow_entry_is_named'),
                ],
                'verbose_name_plural': 'journal entries',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='PaymentSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gateway', models.CharField(max_length=20)),
                ('token', models.CharField(max_length=120)),
                ('brand', models.CharField(max_length=20)),
                ('last4', models.CharField(max_length=4)),
                ('label', models.CharField(blank=True, max_length=60)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('verified_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('is_default', models.BooleanField(default=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payment_sources', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('gateway', 'token'), name='escrow_source_token_unique'),
                    models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('user',), name='escrow_source_one_default'),
                    models.UniqueConstraint(condition=models.Q(('removed_at', None), models.Q(('fingerprint', ''), _negated=True)), fields=('user', 'gateway', 'fingerprint'), name='escrow_source_kept_once'),
                    models.CheckConstraint(condition=models.Q(('removed_at__isnull', True), ('is_default', False), _connector='OR'), name='escrow_source_removed_not_default'),
                    models.CheckConstraint(condition=models.Q(('last4__regex', '^[0-9]{4}$')), name='escrow_source_last4_only'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('charge', 'Charge'), ('refund', 'Refund')], max_length=10)),
                ('state', models.CharField(choices=[('created', 'Being sent to the bank'), ('confirming', 'Waiting for your confirmation'), ('unknown', "Waiting for the bank's answer"), ('succeeded', 'Done'), ('failed', 'Refused'), ('cancelled', 'Cancelled')], default='created', max_length=20)),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('key', models.CharField(default=escrow.models.payments.new_key, editable=False, max_length=80, unique=True)),
                ('purpose', models.CharField(max_length=40)),
                ('reference', models.CharField(max_length=60)),
                ('thread', models.CharField(blank=True, max_length=60)),
                ('data', models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('failure_code', models.CharField(blank=True, max_length=40)),
                ('failure_text', models.CharField(blank=True, max_length=200)),
                ('gateway_reference', models.CharField(blank=True, db_index=True, max_length=120)),
                ('confirm_url', models.CharField(blank=True, max_length=500)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=marketplace.clock.now, editable=False)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('refunds', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refunded_by', to='escrow.payment')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='escrow.paymentsource')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['next_try_at'], name='escrow_payment_next_try'),
                    models.Index(fields=['thread'], name='escrow_payment_thread'),
                    models.Index(fields=['reference'], name='escrow_payment_reference'),
                    models.Index(fields=['created_at'], name='escrow_payment_created'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='escrow_payment_amount_positive'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['charge', 'refund'])), name='escrow_payment_kind_known'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['created', 'confirming', 'unknown', 'succeeded', 'failed', 'cancelled'])), name='escrow_payment_state_known'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['succeeded', 'failed', 'cancelled']), ('settled_at__isnull', True), _connector='XOR'), name='escrow_payment_settled_has_time'),
                    models.CheckConstraint(condition=models.Q(('settled_at__isnull', True), ('next_try_at__isnull', True), _connector='XOR'), name='escrow_payment_live_is_tried_again'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'succeeded'), _negated=True), models.Q(('gateway_reference', ''), _negated=True), _connector='OR'), name='escrow_payment_success_has_reference'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirming'), _negated=True), models.Q(('confirm_url', ''), _negated=True), _connector='OR'), name='escrow_payment_confirming_has_url'),
                    models.CheckConstraint(condition=models.Q(('state', 'failed'), ('failure_code', ''), _connector='XOR'), name='escrow_payment_failure_has_code'),
                    models.CheckConstraint(condition=models.Q(('kind', 'refund'), ('refunds__isnull', True), _connector='OR'), name='escrow_payment_only_refunds_refund'),
                    models.UniqueConstraint(condition=models.Q(('kind', 'charge'), ('state__in', ['created', 'confirming', 'unknown'])), fields=('purpose', 'reference'), name='escrow_payment_one_live_charge'),
                ],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('pk', models.CompositePrimaryKey('entry_id', 'line', blank=True, editable=False, primary_key=True, serialize=False)),
                ('line', models.SmallIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('amount', models.BigIntegerField()),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='escrow.account')),
                ('entry', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='escrow.journalentry')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['account', 'entry'], include=('amount',), name='escrow_posting_account'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='escrow_posting_amount_not_zero'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('account', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='stored_balance', serialize=False, to='escrow.account')),
                ('posted', models.BigIntegerField(default=0)),
                ('floor', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('posted__gte', models.F('floor'))), name='escrow_balance_not_overdrawn')],
            },
        ),
    ]
