"""What both sides of an order say afterwards, and the reputation that comes of it."""
