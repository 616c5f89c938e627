from marketplace.jobs.models.invitation import Invitation
from marketplace.jobs.models.post import ClosedWhy, Post, PostState
from marketplace.jobs.models.proposal import Proposal, ProposalDraft
from marketplace.jobs.models.saved import SavedPost, SavedSearch
from marketplace.jobs.models.version import PostDraft, PostFile, PostVersion

__all__ = [
    "ClosedWhy",
    "Invitation",
    "Post",
    "PostDraft",
    "PostFile",
    "PostState",
    "PostVersion",
    "Proposal",
    "ProposalDraft",
    "SavedPost",
    "SavedSearch",
]
