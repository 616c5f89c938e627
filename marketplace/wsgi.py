"""What gunicorn serves: `gunicorn marketplace.wsgi`. Cairn's views are synchronous, so this is the fast way."""

from django.core.wsgi import get_wsgi_application

from marketplace.serving import serve

application = serve(get_wsgi_application)
