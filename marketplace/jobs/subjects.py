"""What of jobs events, mails and the desk can be about, and what support does with them."""

from marketplace.desk_lists import DeskList, duties
from marketplace.jobs.models import Invitation, Post, Proposal
from marketplace.subjects import Subject, subjects

duties.register("jobs.support_post")("remove job posts")

subjects.register("post")(
    Subject(
        Post,
        DeskList(
            "Jobs", 10, "Job posts", "Job post", "A post comes here when somebody begins to write it.", searched=5
        ),
        related=("client",),
        parties=lambda post: [post.client],
    )
)
subjects.register("proposal")(
    Subject(
        Proposal,
        DeskList("Jobs", 20, "Proposals", "Proposal", "What was proposed for job posts stands here."),
        related=("post__client", "freelancer", "offer"),
        parties=lambda proposal: [proposal.post.client, proposal.freelancer],
    )
)
subjects.register("invitation")(
    Subject(
        Invitation,
        DeskList("Jobs", 30, "Invitations", "Invitation", "Whom clients asked to propose stands here."),
        related=("post__client", "freelancer"),
        parties=lambda invitation: [invitation.post.client, invitation.freelancer],
        page=lambda invitation: invitation.post.get_absolute_url(),
    )
)
