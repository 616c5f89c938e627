"""Conversations: two people write to each other, and see between their words the offers and orders that they share."""
