"""Finding what a person may see of jobs: what they may not is not there."""

from django.shortcuts import get_object_or_404

from marketplace.jobs.models import Post, Proposal

NEEDED = ["client", "version__policy", "draft", "category__parent"]


def find(request, pk: int) -> Post:
    """The post, if this person may see what it says."""
    found = Post.objects.visible_to(request.user).filter(version__isnull=False).select_related(*NEEDED)
    return get_object_or_404(found, pk=pk)


def find_own(request, pk: int) -> Post:
    """The post, if it is this person's: support looks elsewhere, and writes nothing."""
    return get_object_or_404(Post.objects.of(request.user).select_related(*NEEDED), pk=pk)


OF_PROPOSAL = [
    "post__client",
    "post__version",
    "post_version",
    "freelancer__reputation",
    "offer__version__by",
    "offer__order",
]


def find_proposal(request, pk: int) -> Proposal:
    """The proposal, of somebody who wrote or got it, or for support."""
    return get_object_or_404(Proposal.objects.visible_to(request.user).select_related(*OF_PROPOSAL), pk=pk)
