from django.urls import path

from milestones.views import (
    dashboard,
    files,
    order_page,
    orders,
    paying,
    plan,
    resolution,
    resolution_page,
    splitting,
    statement,
    verbs,
    wallet,
)

app_name = "milestones"

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("wallet/", wallet.wallet, name="wallet"),
    path("wallet.csv", wallet.wallet_csv, name="wallet_csv"),
    path("files/<int:pk>/", files.file, name="file"),
    # The order
    path("orders/", orders.orders, name="orders"),
    path("orders/<int:pk>/", order_page.order, name="order"),
    path("orders/<int:pk>/history/", order_page.history, name="history"),
    path("orders/<int:pk>/statement/", statement.statement, name="statement"),
    path("orders/<int:pk>/statement.csv", statement.statement_csv, name="statement_csv"),
    path("orders/<int:pk>/fund-plan/", paying.fund_plan, name="fund_plan"),
    path("orders/<int:pk>/stop/", verbs.stop, name="stop"),
    path("orders/<int:pk>/add-milestone/", plan.add_milestone, name="add_milestone"),
    # Its steps
    path("milestones/<int:pk>/fund/", paying.fund, name="fund"),
    path("milestones/<int:pk>/deliver/", verbs.deliver, name="deliver"),
    path("milestones/<int:pk>/tick/", verbs.tick, name="tick"),
    path("milestones/<int:pk>/request-revision/", verbs.request_revision, name="request_revision"),
    path("milestones/<int:pk>/extend-review/", verbs.extend_review, name="extend_review"),
    path("milestones/<int:pk>/approve/", verbs.approve, name="approve"),
    path("milestones/<int:pk>/approve-and-stop/", verbs.approve_and_stop, name="approve_and_stop"),
    path("milestones/<int:pk>/release/", verbs.release, name="release"),
    path("milestones/<int:pk>/release-part/", verbs.release_part, name="release_part"),
    path("milestones/<int:pk>/give-back/", verbs.give_back, name="give_back"),
    path("milestones/<int:pk>/give-in/", verbs.give_in, name="give_in"),
    path("milestones/<int:pk>/propose-split/", splitting.propose_split, name="propose_split"),
    path("milestones/<int:pk>/send-back/", verbs.send_back, name="send_back"),
    path("milestones/<int:pk>/change/", plan.change_milestone, name="change_milestone"),
    path("milestones/<int:pk>/remove/", plan.remove_milestone, name="remove_milestone"),
    path("milestones/<int:pk>/change-order/", plan.change_order, name="change_order"),
    # What one side asks of the other
    path("orders/<int:pk>/resolution/", resolution_page.resolution, name="resolution"),
    path("orders/<int:pk>/ask-for-time/", resolution.ask_for_time, name="ask_for_time"),
    path("orders/<int:pk>/grant-time/", resolution.grant_time, name="grant_time"),
    path("orders/<int:pk>/ask-to-cancel/", resolution.ask_to_cancel, name="ask_to_cancel"),
    path("orders/<int:pk>/ask-to-reopen/", resolution.ask_to_reopen, name="ask_to_reopen"),
    path("orders/<int:pk>/dispute/", resolution.dispute, name="dispute"),
    path("cases/<int:pk>/accept/", resolution.accept, name="accept"),
    path("cases/<int:pk>/decline/", resolution.decline, name="decline"),
    path("cases/<int:pk>/withdraw/", resolution.withdraw, name="withdraw"),
    path("cases/<int:pk>/reply/", resolution.reply, name="reply"),
]
