import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.accounts.models
import marketplace.clock
import marketplace.validators


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(error_messages={'unique': 'Somebody already uses this address.'}, max_length=254, unique=True)),
                ('display_name', models.CharField(max_length=80, validators=[marketplace.accounts.models.check_name])),
                ('headline', models.CharField(blank=True, max_length=120, validators=[marketplace.validators.validate_line])),
                ('about', models.TextField(blank=True, max_length=2000)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('time_zone', models.CharField(default='UTC', max_length=64, validators=[marketplace.accounts.models.check_time_zone])),
                ('avatar', models.ImageField(blank=True, upload_to='avatars/')),
                ('skills', models.JSONField(blank=True, default=list, validators=[marketplace.accounts.models.check_skills])),
                ('is_staff', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('date_joined', models.DateTimeField(default=marketplace.clock.now, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('email__regex', '^[!-@\\[-~]+@[!-?\\[-~]+$')), name='user_email_one_form'),
                ],
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AddressChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old', models.EmailField(max_length=254)),
                ('new', models.EmailField(max_length=254)),
                ('at', models.DateTimeField(default=marketplace.clock.real, editable=False)),
                ('undone_at', models.DateTimeField(editable=False, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['user', '-id'], name='address_change_user'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('new__regex', '^[!-@\\[-~]+@[!-?\\[-~]+$'), ('old__regex', '^[!-@\\[-~]+@[!-?\\[-~]+$')), name='address_change_one_form'),
                ],
                'ordering': ['-pk'],
            },
        ),
    ]
