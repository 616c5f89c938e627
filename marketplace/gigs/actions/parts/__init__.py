"""Steps that several verbs of a gig share: none of them is a verb."""
