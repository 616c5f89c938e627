from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.policies.models
import marketplace.validators


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('name', models.CharField(max_length=80, validators=[marketplace.validators.validate_line])),
                ('summary', models.CharField(max_length=300, validators=[marketplace.validators.validate_line])),
                ('modelled_on', models.CharField(blank=True, max_length=80, validators=[marketplace.validators.validate_line])),
                ('is_default', models.BooleanField(default=False)),
                ('published_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('plan_written_by', models.CharField(choices=[('either', 'either side'), ('client', 'the client; the freelancer may propose'), ('freelancer', 'the freelancer')], max_length=20)),
                ('origins', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('proposal', 'a proposal'), ('job_post', 'a job post'), ('direct', 'a direct offer'), ('gig', 'a gig'), ('custom_offer', 'a custom offer')], max_length=20))),
                ('gig_milestones_min', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no limit.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('gig_milestones_max', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no limit.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('offer_milestones_min', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no limit.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('offer_milestones_max', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no limit.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('offer_total_min', models.DecimalField(blank=True, decimal_places=2, help_text='In US dollars. Empty: no such limit.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))])),
                ('offer_total_over', models.BooleanField(default=False, help_text='The total must be more than the minimum.')),
                ('gig_total_min', models.DecimalField(blank=True, decimal_places=2, help_text='In US dollars. Empty: no such limit.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))])),
                ('milestone_min', models.DecimalField(blank=True, decimal_places=2, help_text='In US dollars. Empty: no such limit.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))])),
                ('milestone_max_days', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no limit.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('reference_rates', models.JSONField(default=marketplace.policies.models.default_rates, help_text='Units of each currency for one US dollar, as text: it converts the amounts above.')),
                ('time_given', models.CharField(choices=[('due_date', 'a due date'), ('optional_due_date', 'a due date, if wanted'), ('days', 'a number of days')], max_length=20)),
                ('due_moves_with_payment', models.BooleanField(default=False, help_text='A due date moves by as many days as the payment comes later than the plan had it.')),
                ('project_start_date', models.BooleanField(default=False)),
                ('deliverables_required', models.BooleanField(default=False)),
                ('substeps', models.BooleanField(default=False)),
                ('eligible_category', models.BooleanField(default=False)),
                ('contract', models.CharField(choices=[('none', 'no contract text'), ('template', "the site's contract template"), ('template_or_upload', "the site's contract template or an uploaded contract")], default='none', max_length=20)),
                ('signing', models.CharField(choices=[('both_sign', 'both sides sign'), ('acceptance', 'accepting the offer')], max_length=20)),
                ('first_payment', models.CharField(choices=[('at_start', 'when both have signed'), ('on_creation', 'when the client creates the milestone'), ('on_order', 'when the order is placed'), ('with_offer', 'with the offer, before the freelancer accepts')], max_length=20)),
                ('next_payment', models.CharField(choices=[('client', 'the client pays it'), ('automatic', 'charged automatically on approval')], max_length=20)),
                ('pay_next_days', models.PositiveSmallIntegerField(blank=True, help_text='Days to pay the next milestone before the order completes. Empty: no window.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('whole_plan_payable', models.BooleanField(default=False)),
                ('strict_order', models.BooleanField(default=True)),
                ('paid_from', models.CharField(choices=[('source', 'the payment source'), ('either', 'balance or payment source, whichever covers it all'), ('balance_first', 'the balance first, the rest from the payment source'), ('balance_if_all', 'the balance if it covers all, else the payment source')], max_length=20)),
                ('charge_failure', models.CharField(choices=[('retry', 'the client may try again'), ('refuse', 'the payment is refused'), ('grace', 'the client has a time of grace to pay, then the order stops')], max_length=20)),
                ('charge_grace_hours', models.PositiveSmallIntegerField(blank=True, help_text='Hours to pay after a failed charge, where there is a time of grace.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('review_days', models.PositiveSmallIntegerField(blank=True, help_text='Days to review a delivery. Empty: no window; nothing happens by itself.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('review_outcome', models.CharField(choices=[('release', 'the work is accepted and the order goes on'), ('stop', 'the work is accepted and the order ends')], default='release', max_length=20)),
                ('review_extension_days', models.PositiveSmallIntegerField(blank=True, help_text='Days that the client may once add to a review. Empty: none.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('redelivery', models.BooleanField(default=False, help_text='A new delivery may replace the one under review.')),
                ('reminder_half_time', models.BooleanField(default=False)),
                ('reminder_hours', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list)),
                ('revisions', models.CharField(choices=[('none', 'not part of this rulebook'), ('unlimited', 'unlimited'), ('per_milestone', 'an allowance for each milestone'), ('per_order', 'one allowance for the order, spent in any milestone')], max_length=20)),
                ('revision_days', models.PositiveSmallIntegerField(blank=True, help_text='Days that a revision leaves at least, however little time was left. Empty: what was left.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('release_without_delivery', models.BooleanField(default=False)),
                ('partial_release', models.CharField(choices=[('none', 'not possible'), ('rest_held', 'the rest stays held'), ('rest_rolls', 'the rest rolls into the next milestone')], default='none', max_length=20)),
                ('full_project_delivery', models.BooleanField(default=False)),
                ('plan_changes', models.CharField(choices=[('nobody', 'nobody after signing'), ('client', 'the client, any time; the freelancer may propose'), ('both_agree', 'both sides agreeing')], max_length=20)),
                ('change_orders', models.BooleanField(default=False, help_text='A revision may be answered by a priced change order.')),
                ('extension', models.CharField(choices=[('both_agree', 'both sides agreeing'), ('client', 'the client'), ('request', 'the freelancer asks and the client answers')], max_length=20)),
                ('extension_silence', models.CharField(choices=[('waits', 'the request waits'), ('accepts', 'the request counts as accepted'), ('withdraws', 'the request counts as withdrawn')], default='waits', max_length=20)),
                ('extension_silence_hours', models.PositiveSmallIntegerField(blank=True, help_text='Hours until silence answers. Empty: the request waits.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('client_stop', models.CharField(choices=[('never', 'not alone'), ('any_time', 'at any time, for what is not paid yet'), ('after_approval', 'after each approval'), ('after_delivery', 'after each delivery, which then counts as approved')], max_length=20)),
                ('reopen_days', models.PositiveSmallIntegerField(blank=True, help_text='Days in which both may reopen a stopped order. Empty: stop is final.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('cancel_ways', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('agreement', 'both sides agreeing'), ('give_back', 'the freelancer giving the money back'), ('before_work', 'the client, before the offer is accepted'), ('refund_request', "the client's refund request"), ('support', 'support')], max_length=20))),
                ('cancel_silence_hours', models.PositiveSmallIntegerField(blank=True, help_text='Hours until silence accepts a cancellation. Empty: the request waits.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('cancel_fault', models.BooleanField(default=False, help_text='A cancellation names the side at fault, if any.')),
                ('cancel_ends_order', models.BooleanField(default=True)),
                ('dispute_client_hours', models.PositiveSmallIntegerField(blank=True, help_text='Hours the client has to answer. Empty: support decides at once.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('dispute_freelancer_hours', models.PositiveSmallIntegerField(blank=True, help_text='Hours the freelancer has to answer. Empty: support decides at once.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('dispute_business_days', models.BooleanField(default=False, help_text='The hours above count on weekdays only.')),
                ('dispute_silence', models.CharField(choices=[('support', 'support decides'), ('loses', 'who stays silent loses')], default='support', max_length=20)),
                ('freelancer_paid', models.CharField(choices=[('per_milestone', 'as each milestone is approved'), ('on_completion', 'when the order completes')], max_length=20)),
                ('clearing_days', models.PositiveSmallIntegerField(default=0)),
                ('client_fee', models.PositiveSmallIntegerField(default=0, help_text='Basis points: 550 is 5.5 %.')),
                ('client_fee_min', models.DecimalField(blank=True, decimal_places=2, help_text='The least fee of a payment.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))])),
                ('client_fee_fixed', models.DecimalField(blank=True, decimal_places=2, help_text='A fee once for each contract.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))])),
                ('client_fee_small', models.DecimalField(blank=True, decimal_places=2, help_text='Added to payments under the amount below.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))])),
                ('client_fee_small_under', models.DecimalField(blank=True, decimal_places=2, help_text='Payments under this amount cost the small fee.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))])),
                ('freelancer_fee', models.PositiveSmallIntegerField(default=0, help_text='Basis points: 1000 is 10 %.')),
                ('refund_to', models.CharField(choices=[('source', 'the payment source'), ('balance', "the client's balance"), ('balance_or_source', "the client's balance, or the payment source on request")], max_length=20)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'policies',
                'ordering': ['key', '-version'],
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='policy_version_unique'), models.CheckConstraint(condition=models.Q(('client_fee__lte', 10000), ('freelancer_fee__lte', 10000)), name='policy_fees_are_parts'), models.CheckConstraint(condition=models.Q(models.Q(('charge_failure', 'grace'), _negated=True), ('charge_grace_hours__isnull', False), _connector='OR'), name='policy_grace_has_hours'), models.CheckConstraint(condition=models.Q(('extension_silence', 'waits'), ('extension_silence_hours__isnull', False), _connector='OR'), name='policy_silence_has_hours'), models.CheckConstraint(condition=models.Q(models.Q(('client_fee_small__isnull', True), ('client_fee_small_under__isnull', True)), models.Q(('client_fee_small__isnull', False), ('client_fee_small_under__isnull', False)), _connector='OR'), name='policy_small_fee_has_bound')],
            },
        ),
    ]
