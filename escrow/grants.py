"""What the runtime role may do. The tables belong to another role, which migrates and owns the ledger's function."""

import re

from django.apps import apps
from django.db import connection, transaction

from marketplace.registry import Registry

READ = "SELECT"
APPEND = "SELECT, INSERT"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"

# Everything else may be read and written. Money moves through escrow_post_many alone, what happened stays written, and
# of a payment only its progress can change.
RIGHTS = {
    "django_migrations": READ,
    "django_admin_log": APPEND,
    "events_event": f"{APPEND}, UPDATE (dispatched_at)",
    "escrow_account": READ,
    "escrow_balance": READ,
    "escrow_balancerollup": READ,
    "escrow_journalentry": READ,
    "escrow_posting": READ,
    "escrow_standing": READ,
    "escrow_payment": (
        f"{APPEND}, UPDATE (state, gateway_reference, confirm_url, failure_code, failure_text, attempts,"
        " next_try_at, settled_at)"
    ),
    "escrow_paymentturn": APPEND,
    "escrow_paymentsource": f"{APPEND}, UPDATE (label, removed_at, is_default)",
}
rights: Registry[str] = Registry("right to a table", RIGHTS)
FUNCTIONS = ["escrow_post_many", "escrow_account_ids", "escrow_since", "escrow_roll_up"]


def tables() -> list[str]:
    """Every table and view of the installed apps that has been migrated."""
    ours = {"django_migrations", *(model._meta.db_table for model in apps.get_models(include_auto_created=True))}
    return sorted(ours.intersection(connection.introspection.table_names(include_views=True)))


class NotGranted(Exception):
    """The rights are not what they should be after granting; the text says which, one a line."""


@transaction.atomic
def grant(role: str) -> None:
    """Give the role all that the running site needs, and take away all else.

    Raises NotGranted, with nothing changed, when afterwards the role has less or more than that: PostgreSQL only warns
    when whoever grants may not, and keeps what another role granted.
    """
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON SCHEMA public FROM {quoted}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        for table in tables():
            name = f"public.{connection.ops.quote_name(table)}"
            cursor.execute(f"REVOKE ALL ON {name} FROM {quoted}")
            cursor.execute(f"GRANT {rights.get(table, EVERYTHING)} ON {name} TO {quoted}")
        for function in FUNCTIONS:
            cursor.execute(f"GRANT EXECUTE ON FUNCTION public.{function} TO {quoted}")
    if wrong := differences(role):
        raise NotGranted("\n".join(wrong))


def differences(role: str) -> list[str]:
    """What this role may not do with the database although the site needs it, or may although it must not."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(ON_SCHEMA, [role, role])
        may_use, may_create = cursor.fetchone()
        if not may_use:
            return [f"{role} lacks USAGE on the schema public"]
        if may_create:
            found.append(f"{role} must not have CREATE on the schema public")
        cursor.execute(HELD, [role, role, tables()])
        for table, rights, columns in cursor.fetchall():
            found += compare(role, table, set(rights), set(columns))
        cursor.execute(CALLABLE, [role, FUNCTIONS])
        found += [f"{role} lacks EXECUTE on {name}" for name, may in cursor.fetchall() if not may]
    return found


ON_SCHEMA = "SELECT has_schema_privilege(%s, 'public', 'USAGE'), has_schema_privilege(%s, 'public', 'CREATE')"
# What a role holds, by whichever way: granted, by membership, or to PUBLIC. Of columns only what it may change.
HELD = """
SELECT c.relname,
       ARRAY(SELECT p FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) p
             WHERE has_table_privilege(%s, c.oid, p)),
       ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
             AND NOT a.attisdropped AND has_column_privilege(%s, c.oid, a.attnum, 'UPDATE'))
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%s) ORDER BY c.relname
"""
CALLABLE = """
SELECT p.proname, has_function_privilege(%s, p.oid, 'EXECUTE') FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.proname = ANY(%s) ORDER BY p.proname
"""


def compare(role: str, table: str, held: set[str], columns: set[str]) -> list[str]:
    """The sentences about one table: what is lacking, and what is too much."""
    wanted, its_columns = wanted_of(table)
    found = [f"{role} lacks {right} on {table}" for right in sorted(wanted - held)]
    found += [f"{role} must not have {right} on {table}" for right in sorted(held - wanted)]
    if "UPDATE" not in wanted | held:
        found += [f"{role} lacks UPDATE of {table}.{name}" for name in sorted(its_columns - columns)]
        found += [f"{role} must not have UPDATE of {table}.{name}" for name in sorted(columns - its_columns)]
    return found


def wanted_of(table: str) -> tuple[set[str], set[str]]:
    """What is registered of rights for a table, and the columns that may be changed where not all may."""
    found = rights.get(table, EVERYTHING)
    columns = re.search(r"UPDATE \(([^)]*)\)", found)
    whole = re.sub(r"UPDATE \([^)]*\)", "", found)
    names = {name.strip() for name in columns[1].split(",")} if columns else set()
    return {right.strip() for right in whole.split(",") if right.strip()}, names


def is_owner() -> bool:
    """Whether this connection is one that may do everything: that of migrations, of tests, of a site with one role."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.escrow_posting')"
        )
        return cursor.fetchone() in [None, (True,)]


def why_not(role: str) -> str:
    """Why granting to this role would do nothing or protect nothing, or "" when it is fine."""
    if "escrow_posting" not in tables():
        return "There are no tables yet. Run migrate first."
    if not is_owner():
        return (
            f"{whoami()} does not own the tables, so it cannot grant anything. "
            "Set DATABASE_OWNER_URL to the role that migrates."
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolsuper, pg_has_role(r.oid, c.relowner, 'MEMBER') FROM pg_roles r, pg_class c"
            " WHERE r.rolname = %s AND c.oid = 'public.escrow_posting'::regclass",
            [role],
        )
        match cursor.fetchone():
            case None:
                return f"There is no role {role}. Make it first: CREATE ROLE {role} LOGIN PASSWORD '…';"
            case (True, _):
                return f"{role} is a superuser, whom no right holds back. Take an ordinary role."
            case (_, True):
                return f"{role} owns the tables, or can become their owner. Migrate as one role and run as another."
    return ""


def whoami() -> str:
    """The role of this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]
