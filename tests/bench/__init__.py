"""The bench: the goals of docs/performance.md, measured side by side on a PostgreSQL of its own.

`bin/bench` (local/bench.py) starts it. `stage` and `goals` are the conductor and use the standard library only; `plays`
run in child processes with Django, one for each database, and take turns.
"""
