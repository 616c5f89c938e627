import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
import django_fsm
from django.conf import settings
from django.db import migrations, models

import marketplace.clock
import marketplace.offers.models.version
import marketplace.validators


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('escrow', '0001_initial'),
        ('gigs', '0001_initial'),
        ('milestones', '0001_initial'),
        ('policies', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invited_email', models.EmailField(blank=True, max_length=254)),
                ('origin', models.CharField(choices=[('proposal', 'a proposal'), ('job_post', 'a job post'), ('direct', 'a direct offer'), ('gig', 'a gig'), ('custom_offer', 'a custom offer')], help_text='How it came to be; never changes once it was sent.', max_length=20)),
                ('currency', models.CharField(max_length=3)),
                ('valid_days', models.PositiveSmallIntegerField(default=14)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('funding', 'Deposit being paid'), ('sent', 'Sent'), ('accepting', 'Being paid'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired')], default='draft', max_length=20)),
                ('awaits', models.CharField(blank=True, choices=[('client', 'Client'), ('freelancer', 'Freelancer')], max_length=20)),
                ('title', models.CharField(blank=True, max_length=120, validators=[marketplace.validators.validate_line])),
                ('total', models.PositiveBigIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=marketplace.clock.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='gigs.category')),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers_as_client', to=settings.AUTH_USER_MODEL)),
                ('freelancer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers_as_freelancer', to=settings.AUTH_USER_MODEL)),
                ('order', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offer', to='milestones.order')),
                ('payment_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='escrow.paymentsource')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='policies.policy')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['client', '-id'], name='offer_client'),
                    models.Index(fields=['freelancer', '-id'], name='offer_freelancer'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('invited_email', ''), ('invited_email__regex', '^[!-@\\[-~]+@[!-?\\[-~]+$'), _connector='OR'), name='offer_invite_one_form'),
                    models.CheckConstraint(condition=models.Q(('client', models.F('freelancer')), _negated=True), name='offer_two_people'),
                    models.CheckConstraint(condition=models.Q(('author', models.F('client')), ('author', models.F('freelancer')), _connector='OR'), name='offer_author_is_a_side'),
                    models.CheckConstraint(condition=models.Q(('origin__in', ['proposal', 'job_post', 'direct', 'gig', 'custom_offer'])), name='offer_origin_known'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'funding', 'sent', 'accepting', 'accepted', 'declined', 'withdrawn', 'expired'])), name='offer_state_known'),
                    models.CheckConstraint(condition=models.Q(('awaits__in', ['', 'client', 'freelancer'])), name='offer_awaits_known'),
                    models.CheckConstraint(condition=models.Q(('state', 'sent'), ('awaits', ''), _connector='XOR'), name='offer_sent_awaits_a_side'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['funding', 'sent', 'accepting', 'accepted']), _negated=True), models.Q(('client__isnull', False), ('freelancer__isnull', False)), models.Q(('invited_email', ''), _negated=True), _connector='OR'), name='offer_goes_to_somebody'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepting', 'accepted']), _negated=True), models.Q(('agreed_by__isnull', False), ('client__isnull', False), ('freelancer__isnull', False)), _connector='OR'), name='offer_accepted_by_two'),
                    models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), ('state__in', ['sent', 'accepting', 'accepted']), _connector='OR'), name='offer_agreed_is_alive'),
                    models.CheckConstraint(condition=models.Q(('state', 'accepted'), ('order__isnull', True), _connector='XOR'), name='offer_accepted_has_order'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'declined', 'withdrawn', 'expired']), ('closed_at__isnull', True), _connector='XOR'), name='offer_closed_has_time'),
                ],
                'ordering': ['-pk'],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='ContractUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, upload_to=marketplace.offers.models.version.storage_name)),
                ('name', models.CharField(max_length=150)),
                ('size', models.PositiveBigIntegerField(help_text='In bytes.')),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=marketplace.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='offers.offer')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120, validators=[marketplace.validators.validate_line])),
                ('scope', models.TextField(blank=True, max_length=10000)),
                ('steps', models.JSONField()),
                ('revisions', models.PositiveSmallIntegerField(default=0)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('zone', models.CharField(db_default='UTC', default='UTC', help_text='The time zone in which its days begin and end.', max_length=64)),
                ('contract', models.CharField(choices=[('none', 'No contract text'), ('template', 'Cairn’s contract'), ('upload', 'A contract of your own')], default='none', max_length=20)),
                ('contract_text', models.TextField(blank=True)),
                ('message', models.TextField(blank=True, max_length=5000)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=marketplace.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='offers.offer')),
                ('upload', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='offers.contractupload')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('offer', 'number'), name='offer_version_number_unique'),
                    models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='offer_version_counts_from_one'),
                    models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='offer_version_has_title'),
                    models.CheckConstraint(condition=django.db.models.lookups.GreaterThan(models.Func(models.F('steps'), function='jsonb_array_length', output_field=models.IntegerField()), 0), name='offer_version_has_steps'),
                    models.CheckConstraint(condition=models.Q(models.Q(('contract', 'none'), ('contract_text', ''), ('upload__isnull', True)), models.Q(('contract', 'template'), ('upload__isnull', True), models.Q(('contract_text', ''), _negated=True)), models.Q(('contract', 'upload'), ('contract_text', ''), ('upload__isnull', False)), _connector='OR'), name='offer_version_contract_fits_kind'),
                    models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='offer_version_has_digest'),
                ],
                'ordering': ['offer', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, validators=[marketplace.validators.validate_line])),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=marketplace.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='offers.version')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('version', 'by'), name='offer_signature_one_each'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='offer_signature_has_name'),
                ],
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='offer',
            name='version',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='newest_of', to='offers.version'),
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base', models.PositiveSmallIntegerField(default=0)),
                ('terms', models.JSONField()),
                ('saved_at', models.DateTimeField(default=marketplace.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='offers.offer')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('offer', 'by'), name='offer_draft_one_each')],
            },
        ),
        migrations.CreateModel(
            name='Deposit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('price', models.PositiveBigIntegerField()),
                ('fee', models.PositiveBigIntegerField()),
                ('from_balance', models.PositiveBigIntegerField(default=0)),
                ('made_at', models.DateTimeField(default=marketplace.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('used', 'moved into the first step'), ('returned', 'returned to the client')], max_length=20)),
                ('payment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deposit', to='escrow.payment')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deposits', to='offers.offer')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('offer',), name='offer_deposit_one_held'), models.CheckConstraint(condition=models.Q(('price__gt', 0)), name='offer_deposit_price_positive'), models.CheckConstraint(condition=models.Q(('from_balance__lte', django.db.models.expressions.CombinedExpression(models.F('price'), '+', models.F('fee')))), name='offer_deposit_parts_fit'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='offer_deposit_ended_has_outcome')],
            },
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['sent', 'accepting', 'accepted', 'declined', 'expired']), _negated=True), models.Q(('expires_at__isnull', False), ('sent_at__isnull', False), ('version__isnull', False)), _connector='OR'), name='offer_sent_has_version'),
        ),
    ]
