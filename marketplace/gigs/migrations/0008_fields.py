"""The field of work that a gig is in, beside its kind of work, so that a field has an index for each order of results.

PostgreSQL keeps it, whoever files a gig or a kind of work anew: so does the code of the release before, which knows
nothing of it. What was there before is filled in the next migration.
"""

import django.db.models.deletion
from django.db import migrations, models

FOLLOW = """
CREATE FUNCTION public.gigs_field_of_gig() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.field_id := (SELECT parent_id FROM public.gigs_category WHERE id = NEW.category_id);
    RETURN NEW;
END $$;
CREATE TRIGGER gigs_field_of_gig BEFORE INSERT OR UPDATE OF category_id, field_id ON public.gigs_gig
    FOR EACH ROW EXECUTE FUNCTION public.gigs_field_of_gig();

CREATE FUNCTION public.gigs_field_of_kind() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.gigs_gig SET field_id = NEW.parent_id WHERE category_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER gigs_field_of_kind AFTER UPDATE OF parent_id ON public.gigs_category
    FOR EACH ROW WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id) EXECUTE FUNCTION public.gigs_field_of_kind();
"""
NO_LONGER = """
DROP TRIGGER gigs_field_of_kind ON public.gigs_category;
DROP FUNCTION public.gigs_field_of_kind();
DROP TRIGGER gigs_field_of_gig ON public.gigs_gig;
DROP FUNCTION public.gigs_field_of_gig();
"""


class Migration(migrations.Migration):
    survives = "two triggers are made, for which nothing is read"

    dependencies = [("gigs", "0007_search")]

    operations = [
        migrations.AddField(
            model_name="gig",
            name="field",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="gigs.category",
            ),
        ),
        migrations.RunSQL(FOLLOW, NO_LONGER),
    ]
