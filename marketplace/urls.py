"""The map of the site. Each part names its own places; this file only says under which word it hangs."""

from django.contrib import admin
from django.urls import include, path

from marketplace import health, status, views

handler400 = "marketplace.views.bad_request"
handler403 = "marketplace.views.forbidden"
handler404 = "marketplace.views.not_found"
handler500 = "marketplace.views.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("marketplace.accounts.urls")),  # people/, settings/
    path("accounts/", include("marketplace.accounts.allauth_urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("milestones.urls")),  # dashboard/, orders/, milestones/, requests/, wallet/, files/
    path("policies/", include("marketplace.policies.urls")),
    path("help/", include("marketplace.guides.urls")),
    path("", include("escrow.gateways.sandbox.urls")),
    path("", include("escrow.urls")),  # wallet/sources/, payments/, gateways/
    path("", include("marketplace.notifications.urls")),  # notifications/, settings/notifications/
    path("", include("marketplace.inbox.urls")),  # messages/, people/…/write/
    path("", include("marketplace.reviews.urls")),  # orders/…/review/, reviews/, people/…/reviews/, gigs/…/reviews/
    path("", include("marketplace.offers.urls")),  # offers/, gigs/…/order/
    path("", include("marketplace.gigs.urls")),  # gigs/
    path("", include("marketplace.jobs.urls")),  # jobs/, proposals/, projects/
    path("support/", include("marketplace.helpdesk.urls")),
    path("demo/", include("marketplace.demo.urls")),  # 404 outside of the demo
    path("healthz", health.healthz, name="health"),
    path("status", status.status, name="status"),
    path("metrics", status.metrics, name="metrics"),
]
