"""What was agreed, as papers to keep: the agreement, its addenda, and whether a file is one of them."""
