"""What an order looks like to one person: who is "you", what happens next, which verbs are theirs. It never writes."""
