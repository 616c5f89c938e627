from django.http import HttpResponse
from django.urls import path

from marketplace.urls import handler403 as handler403
from marketplace.urls import urlpatterns as real

urlpatterns = [*real, path("bare/", lambda request: HttpResponse("Hello."))]
