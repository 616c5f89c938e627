"""The support desk's pages for the trade: rulebooks, orders and all that belongs to them."""

from milestones.admin import deadlines, deliveries, orders, policies, requests, steps

__all__ = ["deadlines", "deliveries", "orders", "policies", "requests", "steps"]
