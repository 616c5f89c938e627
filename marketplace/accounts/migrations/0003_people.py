"""What people are found by, in a table of its own: who reads a person does not read it, and no person is written anew.

The triggers come before the filling, so that nobody who signs up meanwhile is missed.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FOLLOW = """
CREATE FUNCTION public.accounts_words(name text, headline text, skills jsonb, about text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(to_tsvector('pg_catalog.simple', public.fold_words(name)), 'A')
    || setweight(to_tsvector('pg_catalog.simple', public.fold_words(headline || ' ' || skills::text)), 'B')
    || setweight(to_tsvector('pg_catalog.simple', public.fold_words(about)), 'D');

CREATE FUNCTION public.accounts_words_follow() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.accounts_personwords (person_id, words)
    VALUES (NEW.id, public.accounts_words(NEW.display_name, NEW.headline, NEW.skills, NEW.about))
    ON CONFLICT (person_id) DO UPDATE SET words = EXCLUDED.words;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_words_follow AFTER INSERT ON public.accounts_user
    FOR EACH ROW EXECUTE FUNCTION public.accounts_words_follow();
CREATE TRIGGER accounts_words_change AFTER UPDATE OF display_name, headline, skills, about ON public.accounts_user
    FOR EACH ROW WHEN ((OLD.display_name, OLD.headline, OLD.skills, OLD.about)
        IS DISTINCT FROM (NEW.display_name, NEW.headline, NEW.skills, NEW.about))
    EXECUTE FUNCTION public.accounts_words_follow();

INSERT INTO public.accounts_personwords (person_id, words)
SELECT id, public.accounts_words(display_name, headline, skills, about) FROM public.accounts_user
ON CONFLICT DO NOTHING;
"""
NO_LONGER = """
DROP TRIGGER accounts_words_change ON public.accounts_user;
DROP TRIGGER accounts_words_follow ON public.accounts_user;
DROP FUNCTION public.accounts_words_follow();
DROP FUNCTION public.accounts_words(text, text, jsonb, text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_guards'),
        ('marketplace', '0002_fold'),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonWords',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='words', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words'], name='person_words')],
            },
        ),
        migrations.RunSQL(FOLLOW, NO_LONGER),
    ]
