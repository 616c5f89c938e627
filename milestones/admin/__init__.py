"""The support desk's pages for the trade: rulebooks, orders and all that belongs to them."""

from milestones.admin import cases, deadlines, deliveries, milestones, orders, people

__all__ = ["deadlines", "deliveries", "orders", "cases", "milestones", "people"]
