"""For servers that speak ASGI only.

Prefer marketplace.wsgi: the views are synchronous and lose nine tenths of their speed here.
"""

from django.core.asgi import get_asgi_application

from marketplace.serving import serve

application = serve(get_asgi_application)
