"""Settings. (Being filled in by the infrastructure part.)"""
from pathlib import Path
import environ
env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DEMO = env.bool("DEMO", False)
DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="development-only")
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles", "django.contrib.admin", "django.contrib.humanize",
    "djmoney", "django_fsm",
    "marketplace", "marketplace.events", "marketplace.accounts", "escrow", "milestones", "marketplace.gigs",
    "marketplace.offers", "marketplace.notifications", "marketplace.demo",
]
DATABASES = {"default": env.db("DATABASE_URL")}
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "marketplace.urls"
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
