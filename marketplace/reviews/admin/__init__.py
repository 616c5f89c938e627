from marketplace.reviews.admin import reports, reviews

__all__ = ["reports", "reviews"]
