"""What gunicorn serves: `gunicorn marketplace.wsgi`. Cairn's views are synchronous, so this is the fast way."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
os.environ.setdefault("CAIRN_PROCESS", "web")

application = get_wsgi_application()
