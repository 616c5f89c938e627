"""Steps that several verbs share.

They change locked objects in memory and hand the rest to the Work. None is a verb: none locks, authorizes or saves.
"""
