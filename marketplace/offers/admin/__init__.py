"""The desk's pages of offers, subscriptions, and the contracts that they are made with."""

from marketplace.offers.admin import contract_texts, offers, subscriptions

__all__ = ["contract_texts", "offers", "subscriptions"]
