"""The support desk's pages for the trade: rulebooks, orders and all that belongs to them."""

from milestones.admin import cases, deadlines, deliveries, orders, policies, steps

__all__ = ["deadlines", "deliveries", "orders", "policies", "cases", "steps"]
