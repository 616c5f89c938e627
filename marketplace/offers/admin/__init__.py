"""The desk's pages of offers, and of the contracts that they are made with."""

from marketplace.offers.admin import contract_texts, offers

__all__ = ["contract_texts", "offers"]
