"""For servers that speak ASGI only.

Prefer marketplace.wsgi: the views are synchronous and lose nine tenths of their speed here.
"""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
os.environ.setdefault("CAIRN_PROCESS", "web")

application = get_asgi_application()
