import django.db.models.deletion
from django.db import migrations, models

import marketplace.validators


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, validators=[marketplace.validators.validate_line])),
                ('slug', models.SlugField(max_length=90, unique=True)),
                ('milestone_eligible', models.BooleanField(default=False)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subcategories', to='gigs.category')),
            ],
            options={
                'verbose_name_plural': 'categories',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('parent', 'name'), name='category_name_unique', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('milestone_eligible', False), ('parent__isnull', False), _connector='OR'), name='category_eligible_is_subcategory')],
            },
        ),
    ]
