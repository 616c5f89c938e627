from django.urls import path

from milestones.verbs import VERBS
from milestones.views import (
    answers_page,
    calls,
    dashboard,
    files,
    order_page,
    orders,
    resolution_page,
    statement,
    wallet,
)
from milestones.views.verbs import view_of

app_name = "milestones"

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("wallet/", wallet.wallet, name="wallet"),
    path("wallet.csv", wallet.wallet_csv, name="wallet_csv"),
    path("files/<int:pk>/", files.file, name="file"),
    path("answers/<int:pk>/", files.answer_file, name="answer_file"),
    # The order
    path("orders/", orders.orders, name="orders"),
    path("orders/<int:pk>/", order_page.order, name="order"),
    path("orders/<int:pk>/history/", order_page.history, name="history"),
    path("orders/<int:pk>/statement/", statement.statement, name="statement"),
    path("orders/<int:pk>/statement.csv", statement.statement_csv, name="statement_csv"),
    path("orders/<int:pk>/since/<int:event>/", order_page.since, name="since"),
    path("orders/<int:pk>/milestones/<int:milestone>/call.ics", calls.call, name="call"),
    path("orders/<int:pk>/answers/", answers_page.answers, name="answers"),
    path("orders/<int:pk>/resolution/", resolution_page.resolution, name="resolution"),
    # What is done to it, to its milestones, and asked about them: see milestones/verbs/
    *(path(verb.address, view_of(verb), name=verb.name) for verb in VERBS.values()),
]
