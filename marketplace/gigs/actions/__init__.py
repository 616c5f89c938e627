"""What is done to a gig, one function a verb: each locks the gig, asks who may, changes, saves and records."""

from marketplace.gigs.actions.picturing import refocus, upload
from marketplace.gigs.actions.publishing import close, pause, publish, resume
from marketplace.gigs.actions.saving import keep, let_go
from marketplace.gigs.actions.steps import restore_steps, withdraw_steps
from marketplace.gigs.actions.support import move, remove, restore
from marketplace.gigs.actions.writing import Saving, Stale, begin, save

__all__ = [
    "Saving",
    "Stale",
    "begin",
    "close",
    "keep",
    "let_go",
    "move",
    "pause",
    "publish",
    "refocus",
    "remove",
    "restore",
    "restore_steps",
    "resume",
    "save",
    "upload",
    "withdraw_steps",
]
