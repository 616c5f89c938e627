"""What a table's own triggers refuse, as operations of a migration: `AppendOnly("events_event", may_fill=[…])`.

The books have guards of their own, which know more (escrow/migrations/0002_guards.py). Migrations that ran name these
operations: what is to be guarded otherwise one day is a new operation, never a change of one.
"""

from django.db.migrations import RunSQL

APPEND_ONLY = """
CREATE FUNCTION public.{table}_is_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF {same} THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '{says}'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = '{table}_is_append_only', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON public.{table}
    FOR EACH ROW EXECUTE FUNCTION public.{table}_is_append_only();
CREATE TRIGGER {table}_is_not_truncated BEFORE TRUNCATE ON public.{table}
    FOR EACH STATEMENT EXECUTE FUNCTION public.{table}_is_append_only();
"""
NOT_APPEND_ONLY = """
DROP TRIGGER {table}_is_not_truncated ON public.{table};
DROP TRIGGER {table}_is_append_only ON public.{table};
DROP FUNCTION public.{table}_is_append_only();
"""

NEVER_CHANGES = """
CREATE FUNCTION public.{table}_{column}_never_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '{column} of {table} never changes'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = '{table}_{column}_never_changes', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER {table}_{column}_never_changes BEFORE UPDATE OF {column} ON public.{table}
    FOR EACH ROW WHEN (OLD.{column} IS DISTINCT FROM NEW.{column}{since})
    EXECUTE FUNCTION public.{table}_{column}_never_changes();
"""
CHANGES = """
DROP TRIGGER {table}_{column}_never_changes ON public.{table};
DROP FUNCTION public.{table}_{column}_never_changes();
"""


class AppendOnly(RunSQL):
    """Rows of `table` are written once: no UPDATE, DELETE or TRUNCATE, for whoever asks.

    The columns in `may_change` may be changed all the same, those in `may_fill` once, while they are null. What is
    refused violates `<table>_is_append_only`, and the message says `says`.
    """

    def __init__(self, table: str, *, may_change=(), may_fill=(), says: str = ""):
        self.table, self.options = table, {"may_change": may_change, "may_fill": may_fill, "says": says}
        values = {"table": table, "same": _same([*may_change, *may_fill], may_fill)}
        values["says"] = says or f"{table} is append-only"
        super().__init__(APPEND_ONLY.format(**values), NOT_APPEND_ONLY.format(**values))

    def deconstruct(self):
        return type(self).__name__, [self.table], {name: value for name, value in self.options.items() if value}

    def describe(self):
        return f"Let nobody change {self.table}"


def _same(but, unfilled) -> str:
    """SQL for whether nothing changes but some columns, of which these were null before."""
    if not but:
        return "false"
    names = ", ".join(f"'{name}'" for name in but)
    rest = f"to_jsonb(NEW) - ARRAY[{names}] = to_jsonb(OLD) - ARRAY[{names}]"
    return " AND ".join([*(f"OLD.{name} IS NULL" for name in unfilled), rest])


class NeverChanges(RunSQL):
    """A column keeps its value: from the row's first moment, or, with `once`, from when that other column is set."""

    def __init__(self, table: str, column: str, *, once: str = ""):
        self.table, self.column, self.once = table, column, once
        since = f" AND OLD.{once} IS NOT NULL" if once else ""
        values = {"table": table, "column": column, "since": since}
        super().__init__(NEVER_CHANGES.format(**values), CHANGES.format(**values))

    def deconstruct(self):
        return type(self).__name__, [self.table, self.column], {"once": self.once} if self.once else {}

    def describe(self):
        return f"Keep {self.column} of {self.table} as it is"
