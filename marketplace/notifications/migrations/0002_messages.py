from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='preference',
            name='messages',
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
