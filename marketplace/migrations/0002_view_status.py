from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0001_initial")]

    operations = [
        migrations.AlterModelOptions(
            name="jobrun", options={"permissions": [("view_status", "Can see what is wrong with the site")]}
        )
    ]
