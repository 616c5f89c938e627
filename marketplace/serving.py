"""What marketplace.wsgi and marketplace.asgi share."""

import os
from collections.abc import Callable

from django.apps import apps

from marketplace import environment


def serve(make: Callable):
    """The application that Django makes, for a process that serves the web. Raises ImproperlyConfigured when it must
    not start, unless Django runs already: then somebody only looks at the module.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    if apps.ready:
        return make()
    environment.serves_web = True
    application = make()
    from marketplace import startup  # needs the apps

    startup.check()
    return application
