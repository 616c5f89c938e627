"""Steps that several verbs share.

They change locked objects in memory and hand the rest to the Work. None of them is a verb: none locks, authorizes or saves.
"""
