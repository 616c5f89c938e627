"""Django's PostgreSQL backend for a server that may be down, silent or slow: nobody waits long for it."""
