import django.db.models.deletion
from django.db import migrations, models

import marketplace.clock


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('milestones', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('review', 'the review window ends'), ('pay_next', 'the time to pay the next step ends'), ('grace', 'the time of grace after a failed charge ends'), ('due', 'the work of a step is due'), ('clear', 'money clears'), ('remind', 'a reminder'), ('case', 'silence answers a request'), ('dispute', 'the time to answer a dispute ends'), ('offer', 'the offer expires')], max_length=20)),
                ('due_at', models.DateTimeField()),
                ('reference', models.CharField(blank=True, max_length=60)),
                ('data', models.JSONField(blank=True, default=dict)),
                ('created_at', models.DateTimeField(default=marketplace.clock.now)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='milestones.case')),
                ('milestone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='milestones.milestone')),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='milestones.order')),
            ],
            options={
                'ordering': ['due_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['due_at', 'id'], name='deadline_due'), models.Index(condition=models.Q(('settled_at', None)), fields=['order'], name='deadline_live_of_order'), models.Index(condition=models.Q(('settled_at', None)), fields=['reference'], name='deadline_live_of_reference')],
                'constraints': [models.CheckConstraint(condition=models.Q(('order__isnull', False), models.Q(('reference', ''), _negated=True), _connector='OR'), name='deadline_about_something'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at__isnull', True)), models.Q(('settled_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='deadline_settled_has_outcome'), models.UniqueConstraint(condition=models.Q(('kind__in', ['review', 'due']), ('settled_at', None)), fields=('kind', 'milestone'), name='deadline_one_of_milestone'), models.UniqueConstraint(condition=models.Q(('kind__in', ['pay_next', 'grace']), ('settled_at', None)), fields=('kind', 'order'), name='deadline_one_of_order'), models.UniqueConstraint(condition=models.Q(('case__isnull', False), ('settled_at', None)), fields=('kind', 'case'), name='deadline_one_of_case'), models.UniqueConstraint(condition=models.Q(('settled_at', None), models.Q(('reference', ''), _negated=True), ('kind', 'offer')), fields=('kind', 'reference'), name='deadline_one_of_reference')],
            },
        ),
    ]
