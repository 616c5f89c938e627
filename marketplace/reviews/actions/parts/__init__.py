"""What verbs of reviews share."""
