"""The categories that Cairn starts with. Support changes them in the admin from then on."""

from django.db import migrations

from marketplace.gigs.categories import fields_of_work


def load(apps, schema_editor):
    category = apps.get_model("gigs", "Category")
    for field in fields_of_work():
        parent = category.objects.create(name=field["name"], slug=field["slug"])
        category.objects.bulk_create(category(parent=parent, **one) for one in field["subcategories"])


def unload(apps, schema_editor):
    category = apps.get_model("gigs", "Category")
    category.objects.filter(parent__isnull=False).delete()
    category.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("gigs", "0001_initial")]

    operations = [migrations.RunPython(load, unload)]
