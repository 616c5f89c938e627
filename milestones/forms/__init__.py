"""What people type about an order."""
