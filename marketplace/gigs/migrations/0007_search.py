"""What gigs are found by: their words, indexes for each order that results have, and a dictionary."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import marketplace.gigs.models.category


class Migration(migrations.Migration):

    dependencies = [
        ('gigs', '0006_picture_files'),
        ('marketplace', '0002_fold'),
    ]

    operations = [
        migrations.AlterField(
            model_name='category',
            name='slug',
            field=models.SlugField(max_length=90, unique=True, validators=[marketplace.gigs.models.category.check_slug]),
        ),
        migrations.CreateModel(
            name='Deletion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left', models.CharField(max_length=30)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('word', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('gigs', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['word'],
            },
        ),
        migrations.AddField(
            model_name='gig',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(models.Func('title', function='fold_words'), config='simple', weight='A'), '||', django.contrib.postgres.search.SearchVector(models.Func('tags_text', function='fold_words'), config='simple', weight='B'), config=None), '||', models.Case(models.When(language='de', then=django.contrib.postgres.search.SearchVector(models.Func('text', function='fold_words'), config='german', weight='D')), models.When(language='en', then=django.contrib.postgres.search.SearchVector(models.Func('text', function='fold_words'), config='english', weight='D')), models.When(language='es', then=django.contrib.postgres.search.SearchVector(models.Func('text', function='fold_words'), config='spanish', weight='D')), models.When(language='fr', then=django.contrib.postgres.search.SearchVector(models.Func('text', function='fold_words'), config='french', weight='D')), models.When(language='it', then=django.contrib.postgres.search.SearchVector(models.Func('text', function='fold_words'), config='italian', weight='D')), models.When(language='nl', then=django.contrib.postgres.search.SearchVector(models.Func('text', function='fold_words'), config='dutch', weight='D')), models.When(language='pt', then=django.contrib.postgres.search.SearchVector(models.Func('text', function='fold_words'), config='portuguese', weight='D')), default=django.contrib.postgres.search.SearchVector(models.Func('text', function='fold_words'), config='simple', weight='D'), output_field=django.contrib.postgres.search.SearchVectorField()), config=None), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='gig',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('state', 'published')), fastupdate=False, fields=['words'], name='gig_words'),
        ),
        migrations.AddIndex(
            model_name='gig',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['category', '-standing', '-id'], name='gig_category_standing'),
        ),
        migrations.AddIndex(
            model_name='gig',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-standing', '-id'], name='gig_standing'),
        ),
        migrations.AddIndex(
            model_name='gig',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-published_at', '-id'], name='gig_newest'),
        ),
        migrations.AddIndex(
            model_name='gig',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['price_usd', 'id'], name='gig_cheapest'),
        ),
        migrations.AddIndex(
            model_name='gig',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['days_from', 'id'], name='gig_soonest'),
        ),
        migrations.AddField(
            model_name='deletion',
            name='word',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deletions', to='gigs.word'),
        ),
        migrations.AddConstraint(
            model_name='deletion',
            constraint=models.UniqueConstraint(fields=('left', 'word'), name='deletion_once'),
        ),
    ]
