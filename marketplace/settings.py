"""Settings, all of them from the environment. docs/operating.md has the table.

Two modes: a real site (the default; refuses to start half-configured) and the demo (DEMO=1: plain http on this machine,
a movable clock, pretend money).
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from redis.backoff import NoBackoff
from redis.retry import Retry

from marketplace import logs
from marketplace.environment import (
    database,
    env,
    mail_folder,
    mailer,
    must_be_writable,
    refuse,
    report_to_sentry,
    required,
    s3_limits,
    secret_key,
)

BASE_DIR = Path(__file__).resolve().parent.parent
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
if DEBUG and not DEMO:
    refuse("DEBUG=1 shows secrets to visitors, so it is for DEMO=1 on your own machine only. Leave one of them out.")

# Everything that Cairn writes outside the database: uploads, the queue and the cache when there is no Redis, demo mail.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).absolute()

# --- Who we are -------------------------------------------------------------------------------------------------------

if DEMO:
    SECRET_KEY = env.str("SECRET_KEY", default="demo-only: bin/demo makes a real one and keeps it in its data folder")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
    SITE_URL = env.str("SITE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}")
else:
    SECRET_KEY = secret_key(
        required(
            "SECRET_KEY",
            "$(python -c 'import secrets; print(secrets.token_urlsafe(60))')",
            "It signs sessions and links, so it must be long, random and always the same.",
        )
    )
    ALLOWED_HOSTS = [
        host.strip()
        for host in required(
            "ALLOWED_HOSTS", "market.example.org", "It lists the names that this site answers to."
        ).split(",")
    ]
    if "*" in ALLOWED_HOSTS:
        refuse("ALLOWED_HOSTS=* lets strangers choose the host in the links that we mail. List this site's own names.")
    SITE_URL = env.str("SITE_URL", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}")

SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
if not DEMO:
    SECRET_KEY_FALLBACKS = [secret_key(key, name="SECRET_KEY_FALLBACKS") for key in SECRET_KEY_FALLBACKS]
SITE_NAME = "Cairn"
SITE_URL = SITE_URL.rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("TRUSTED_ORIGINS", default=[SITE_URL])

# --- Parts ------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "marketplace.accounts.apps.SupportDeskConfig",  # django.contrib.admin behind a second factor
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "djmoney",
    "django_fsm",
    "marketplace",
    "marketplace.events",
    "marketplace.idempotency",
    "marketplace.mail.apps.MailConfig",
    "marketplace.accounts",
    "marketplace.deadlines",
    "escrow.gateways.sandbox",  # before the app that makes sure that the site's gateway is there
    "escrow",
    "marketplace.policies",
    "milestones",
    "marketplace.gigs",
    "marketplace.offers",
    "marketplace.reviews",
    "marketplace.inbox",
    "marketplace.jobs",
    "marketplace.helpdesk",
    "marketplace.notifications",
    "marketplace.demo",
]

MIDDLEWARE = [
    "marketplace.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "marketplace.inbox.polling.PollMiddleware",
    "marketplace.accounts.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "marketplace.middleware.PrivateMiddleware",
    "marketplace.middleware.BodyLimitMiddleware",
    "marketplace.resubmission.KeepTypedMiddleware",
    "marketplace.accounts.middleware.SignedInUserMiddleware",
    "marketplace.accounts.middleware.TimeZoneMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "marketplace.middleware.RefusedMiddleware",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marketplace.helpdesk.context_processors.support_email",
                "marketplace.notifications.context_processors.unread",
                "marketplace.demo.context_processors.demo",
            ],
            "builtins": ["marketplace.templatetags.words"],  # counts are whole words everywhere
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # so that templates/django/forms/ draws every field

# --- PostgreSQL, cache, jobs ------------------------------------------------------------------------------------------

# The web and worker processes share out a few connections; manage.py needs one (it sets DATABASE_POOL=0).
DATABASES = {"default": database(pool_size=env.int("DATABASE_POOL", default=16))}

# Whether the sweep reads and decides a batch while PostgreSQL writes the one before, on a second connection.
SWEEP_AHEAD = env.bool("SWEEP_AHEAD", default=True)

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "marketplace.cache.Redis",
            "LOCATION": REDIS_URL,
            # One visitor in two seconds waits this long for a Redis that is silent: see marketplace.cache.
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)},
        }
    }
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,  # one of three settings that must be the same: see marketplace.celery
        "socket_connect_timeout": 2,
        "socket_timeout": 3,  # longer than the second for which a worker's question for tasks stays open
        "socket_keepalive": True,
        "health_check_interval": 10,
    }
else:
    # Folders that all processes of this machine share: sign-in limits count in the cache, tasks wait in the queue.
    CACHES = {
        "default": {
            "BACKEND": "marketplace.cache.Folder",
            "LOCATION": DATA_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT = "marketplace.folders:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "queue"),
        "data_folder_out": str(DATA_DIR / "queue"),
        "control_folder": str(DATA_DIR / "queue" / "control"),
        "polling_interval": 0.5,
    }
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
    must_be_writable(DATA_DIR)

# --- Money ------------------------------------------------------------------------------------------------------------

PAYMENT_GATEWAY = env.str("PAYMENT_GATEWAY", default="sandbox")
if DEMO and PAYMENT_GATEWAY != "sandbox":
    refuse(
        "DEMO=1 has a movable clock and published passwords, so it cannot move real money: "
        f"PAYMENT_GATEWAY={PAYMENT_GATEWAY} is refused. Leave out one of the two."
    )
if not DEMO and PAYMENT_GATEWAY == "sandbox" and not env.bool("ALLOW_SANDBOX_PAYMENTS", default=False):
    refuse(
        "PAYMENT_GATEWAY is sandbox, which moves pretend money only. Name the gateway of this site in PAYMENT_GATEWAY, "
        "or, to rehearse with pretend money, set ALLOW_SANDBOX_PAYMENTS=1."
    )

CURRENCIES = ("USD", "EUR", "GBP", "CHF", "SEK", "PLN", "JPY", "KWD")
DEFAULT_CURRENCY = "USD"
CURRENCY_DECIMAL_PLACES = 3  # the finest of them (KWD); the ledger knows each currency's own

# --- People -----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["marketplace.notifications.backends.BellBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "marketplace.accounts.passwords.MaximumLengthValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/dashboard/"
LOGOUT_REDIRECT_URL = "/"

# How many reverse proxies of yours stand in front. From 1 on, what they say about the visitor (X-Forwarded-Proto and
# X-Forwarded-For) is believed; with 0 it is not, because a visitor could say it too.
PROXIES = env.int("PROXIES", default=0)

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_ADAPTER = "marketplace.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "marketplace.accounts.allauth_forms.SignUpForm",
    "login": "marketplace.accounts.allauth_forms.SignInForm",
    "add_email": "marketplace.accounts.allauth_forms.AddressForm",
    "change_password": "marketplace.accounts.allauth_forms.ChangePasswordForm",
    "set_password": "marketplace.accounts.allauth_forms.SetPasswordForm",
    "reset_password": "marketplace.accounts.allauth_forms.ForgottenPasswordForm",
    "reset_password_from_key": "marketplace.accounts.allauth_forms.NewPasswordForm",
    "reauthenticate": "marketplace.accounts.allauth_forms.ReauthenticateForm",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and nowhere else
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before what protects the account is changed
# Tries at passwords and codes are counted by marketplace.accounts.throttling, so that nobody locks others out.
# Nor are mails counted by the address alone, whose owner strangers would keep from their own: see mail.ceilings.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "reauthenticate": None,
    "confirm_email": None,
    "reset_password": "20/m/ip",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.partition(":")[0]
ACCOUNT_USER_DISPLAY = str
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_ADAPTER = "marketplace.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "marketplace.accounts.allauth_forms.SetUpAppForm",
    "authenticate": "marketplace.accounts.allauth_forms.SecondFactorForm",
    "reauthenticate": "marketplace.accounts.allauth_forms.ReauthenticateCodeForm",
    "authenticate_webauthn": "marketplace.accounts.allauth_forms.SecondFactorKeyForm",
    "login_webauthn": "marketplace.accounts.allauth_forms.SignInWithKeyForm",
    "reauthenticate_webauthn": "marketplace.accounts.allauth_forms.ReauthenticateKeyForm",
    "add_webauthn": "marketplace.accounts.allauth_forms.AddPasskeyForm",
    "edit_webauthn": "marketplace.accounts.allauth_forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # to change the address later; nobody gets as far without a confirmed one
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # browsers allow passkeys on http://localhost, and so do we
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # a code of the half minute before still counts: people type slowly

SESSION_ENGINE = "django.contrib.sessions.backends.db"  # nobody is signed out, or waits, because a cache is away

# --- The browser ------------------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "marketplace.resubmission.csrf_failure"

HTTPS = not DEMO
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS and env.bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^(healthz|status|metrics)$"]  # load balancers and monitors ask over plain http
# What browsers were told cannot be taken back before its time is over, so a first start says little:
# docs/operating.md has the way up.
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=3600) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = HTTPS and env.bool("HSTS_PRELOAD", default=False)
if SECURE_HSTS_PRELOAD and not (SECURE_HSTS_INCLUDE_SUBDOMAINS and SECURE_HSTS_SECONDS >= 365 * 24 * 3600):
    refuse("HSTS_PRELOAD=1 is for a site that has HSTS_SECONDS=31536000 and HSTS_SUBDOMAINS=1. Take that step first.")
# Django remarks on both when they are off. Here somebody decides that, and the remark would be there for ever.
SILENCED_SYSTEM_CHECKS = [
    remark
    for remark, decided in {
        "security.W005": SECURE_HSTS_INCLUDE_SUBDOMAINS,
        "security.W021": SECURE_HSTS_PRELOAD,
    }.items()
    if HTTPS and not decided
]
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Files ------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))

# What people upload is private: no URL leads to MEDIA_ROOT, views hand the files out after asking who may see them.
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = ""
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "marketplace.upload_handlers.RoomyUploadHandler",
]
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_MB", default=25) * 1024 * 1024  # of one file
UPLOAD_MAX_FILES = 10  # of one delivery
UPLOAD_ORDER_MAX_BYTES = env.int("UPLOAD_ORDER_MAX_MB", default=1000) * 1024 * 1024  # of all deliveries of an order
UPLOAD_DAY_MAX_BYTES = env.int("UPLOAD_DAY_MAX_MB", default=2000) * 1024 * 1024  # of one person in a day
S3_BUCKET = env.str("S3_BUCKET", default="")
STORAGES = {
    "default": {
        "BACKEND": "marketplace.storage.WholeFiles",
        "OPTIONS": {"directory_permissions_mode": 0o750},
    },
    "staticfiles": {"BACKEND": "marketplace.static_storage.PublicFiles"},
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
            "region_name": env.str("S3_REGION", default=None),
            "access_key": env.str("S3_ACCESS_KEY", default=None),
            "secret_key": env.str("S3_SECRET_KEY", default=None),
            "client_config": s3_limits(),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }

# --- Mail -------------------------------------------------------------------------------------------------------------

MAIL_DIR = DATA_DIR / "mail"  # where the demo's mails land
EMAIL_URL = env.str("EMAIL_URL", default="" if DEMO else "smtp://localhost:25")
MAILERS = {"default": mailer(EMAIL_URL) if EMAIL_URL else mail_folder(MAIL_DIR)}
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"{SITE_NAME} <no-reply@{urlsplit(SITE_URL).hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", default="")  # for people who can't sign in; the others write on the site
ADMINS = env.list("ADMINS", default=[])  # who hears of errors, and when the books do not add up

# --- Language, time, log ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = False  # one language needs no translation machinery, of which every address and number would ask
USE_TZ = True
TIME_ZONE = "UTC"  # what is stored; people see their own zone

LOG_FORMAT = env.str("LOG_FORMAT", default="plain")
if LOG_FORMAT not in logs.FORMATS:
    refuse(f"LOG_FORMAT must be plain or json, not {LOG_FORMAT}.")
LOGGING = logs.configuration(form=LOG_FORMAT, level=env.str("LOG_LEVEL", default="INFO"))

STATUS_TOKEN = env.str("STATUS_TOKEN", default="")  # opens /status and /metrics; without it only operators may
if STATUS_TOKEN and len(STATUS_TOKEN) < 20:
    refuse("STATUS_TOKEN is a password for machines: take 20 characters or more, by chance.")

if SENTRY_DSN := env.str("SENTRY_DSN", default=""):
    report_to_sentry(SENTRY_DSN, environment=urlsplit(SITE_URL).hostname)
