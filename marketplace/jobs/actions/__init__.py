"""The verbs of jobs.

Each locks what it is about, authorizes, acts and writes, in one transaction; what several of them share is in `parts`.
Locks are taken in one order: an offer, the row of a person whose quota is counted, the post, an invitation or a mark.
"""

from marketplace.jobs.actions.hiring import take_terms, word
from marketplace.jobs.actions.inviting import decline_invitation, invite, take_up
from marketplace.jobs.actions.marking import archive, look_through, note, shortlist, unmark
from marketplace.jobs.actions.proposing import Bid, Outdated, Unfit, discard_draft, propose, revise, save_draft
from marketplace.jobs.actions.publishing import close, publish, remove, reopen
from marketplace.jobs.actions.saving import forget_search, keep, let_go, save_search
from marketplace.jobs.actions.writing import Saving, Stale, attach, begin, mark_of, save

__all__ = [
    "Bid",
    "Outdated",
    "Saving",
    "Stale",
    "Unfit",
    "archive",
    "attach",
    "begin",
    "close",
    "decline_invitation",
    "forget_search",
    "invite",
    "keep",
    "let_go",
    "look_through",
    "mark_of",
    "note",
    "propose",
    "publish",
    "remove",
    "reopen",
    "revise",
    "save",
    "discard_draft",
    "save_draft",
    "save_search",
    "shortlist",
    "take_terms",
    "take_up",
    "unmark",
    "word",
]
