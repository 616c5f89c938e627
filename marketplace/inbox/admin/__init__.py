from marketplace.inbox.admin import conversations, reports

__all__ = ["conversations", "reports"]
