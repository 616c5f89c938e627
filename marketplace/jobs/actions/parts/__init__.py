"""Steps that several verbs of jobs share: none of them is a verb."""
