"""How an order may be paid, and what it may ask of the client first. By the defaults all published versions mean what
they meant."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import marketplace.policies.models


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0003_presets'),
    ]

    operations = [
        migrations.AddField(
            model_name='policy',
            name='gig_milestone_min',
            field=models.DecimalField(blank=True, decimal_places=2, help_text='In US dollars. Empty: no such limit.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))]),
        ),
        migrations.AddField(
            model_name='policy',
            name='order_types',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('single', 'one payment'), ('milestones', 'paid in steps')], max_length=20), db_default=['milestones'], default=marketplace.policies.models.in_steps, help_text='One payment pays for the whole work at once: it is an order of a single step.'),
        ),
        migrations.AddField(
            model_name='policy',
            name='requirements',
            field=models.CharField(choices=[('none', 'no questions'), ('before_start', 'answered by the client before the time of the work runs')], db_default='none', default='none', max_length=20),
        ),
        migrations.AddField(
            model_name='policy',
            name='requirements_days',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Days until the client’s answers are overdue. Empty: they never are.', null=True, validators=[django.core.validators.MinValueValidator(1)]),
        ),
        migrations.AddField(
            model_name='policy',
            name='requirements_end',
            field=models.CharField(choices=[('waits', 'the order waits'), ('client_may_cancel', 'the client may cancel alone'), ('either_may_cancel', 'either side may cancel alone')], db_default='waits', default='waits', help_text='When the answers are overdue; without a number of days, as long as they are missing.', max_length=20),
        ),
        migrations.AddField(
            model_name='policy',
            name='requirements_returns',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text='How often the freelancer may send answers back. 0: never.'),
        ),
        migrations.AddField(
            model_name='policy',
            name='single_review_days',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Days to review the delivery of an order with one payment. Empty: as for steps.', null=True, validators=[django.core.validators.MinValueValidator(1)]),
        ),
        migrations.AddField(
            model_name='policy',
            name='single_total_min',
            field=models.DecimalField(blank=True, decimal_places=2, help_text='In US dollars, of an order with one payment. Empty: no such limit.', max_digits=10, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))]),
        ),
        AddConstraintNotValid(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('order_types__contained_by', ['single', 'milestones']), ('order_types__len__gte', 1)), name='policy_has_order_types'),
        ),
    ]

