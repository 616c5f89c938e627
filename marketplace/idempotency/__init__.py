"""A verb that is asked twice happens once: forms carry a key, and the verb uses it up under its own lock."""
