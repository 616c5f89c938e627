"""What verbs on conversations share."""
