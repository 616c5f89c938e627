"""Mails about questions to support have a switch, and come once in an hour."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_append_only'),
        ('notifications', '0002_mail_ceilings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='preference',
            name='questions',
            field=models.BooleanField(default=True),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('group', 'questions'), ('mail_at__isnull', False)), fields=['user', '-mail_at'], name='notification_questions'),
        ),
    ]
