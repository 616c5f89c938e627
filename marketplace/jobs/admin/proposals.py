"""Proposals and invitations, for support. Only looked at; the client's own notes are nobody else's."""

from django.contrib import admin

from marketplace import admin_base
from marketplace.elements import exact
from marketplace.formats import minor_text
from marketplace.jobs.models import Invitation, Proposal
from marketplace.jobs.standing import standing_of


@admin.register(Proposal)
class ProposalAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["titled", "freelancer", "price", "stands", "sent"]
    list_filter = ["offer__state", "at"]
    linked_by = ["post__id__exact", "freelancer__id__exact"]
    date_hierarchy = "at"
    search_fields = ["=pk", "post__title", "freelancer__email", "freelancer__display_name"]
    search_help_text = "Number, title of the job, or the name or address of who proposed"
    fieldsets = [
        (None, {"fields": [("its_post", "freelancer", "its_offer"), ("price", "stands", "sent"), "written_for"]}),
        ("What it says", {"fields": ["letter", "answered"]}),
    ]

    def get_queryset(self, request):
        related = ["post", "freelancer", "offer__version", "post_version"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(description="proposal", ordering="pk")
    def titled(self, proposal):
        return admin_base.short(f"{proposal.pk}, {proposal.post.title}")

    @admin.display(description="job post")
    def its_post(self, proposal):
        return admin_base.link("jobs_post", proposal.post_id, proposal.post)

    @admin.display(description="offer")
    def its_offer(self, proposal):
        return admin_base.link("offers_offer", proposal.offer_id, proposal.offer)

    @admin.display(description="total")
    def price(self, proposal):
        return minor_text(proposal.offer.total, proposal.offer.currency)

    @admin.display(description="state")
    def stands(self, proposal):
        return standing_of(proposal, for_client=False).label

    @admin.display(description="sent", ordering="at")
    def sent(self, proposal):
        return exact(proposal.at)

    @admin.display(description="written for")
    def written_for(self, proposal):
        return proposal.post_version

    @admin.display(description="answers")
    def answered(self, proposal):
        return admin_base.joined(proposal.answers)


@admin.register(Invitation)
class InvitationAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["titled", "whom", "invited", "declined"]
    list_filter = ["at"]
    linked_by = ["post__id__exact", "freelancer__id__exact"]
    search_fields = ["=pk", "post__title", "email", "freelancer__display_name"]
    search_help_text = "Number, title of the job, or the name or address of who was invited"
    fieldsets = [(None, {"fields": [("its_post", "whom"), ("invited", "declined"), "message", "reason"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("post", "freelancer")

    @admin.display(description="invitation", ordering="pk")
    def titled(self, invitation):
        return admin_base.short(f"{invitation.pk}, {invitation.post.title}")

    @admin.display(description="job post")
    def its_post(self, invitation):
        return admin_base.link("jobs_post", invitation.post_id, invitation.post)

    @admin.display(description="who")
    def whom(self, invitation):
        return invitation.freelancer or invitation.email

    @admin.display(description="invited", ordering="at")
    def invited(self, invitation):
        return exact(invitation.at)

    @admin.display(description="declined")
    def declined(self, invitation):
        return exact(invitation.declined_at)
