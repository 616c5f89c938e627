"""What the runtime role may do. The tables belong to another role, which migrates and owns the ledger's function."""

from django.apps import apps
from django.db import connection, transaction

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
    "escrow_paymentsource": f"{APPEND}, UPDATE (label, removed_at, is_default)",
    "escrow_sandboxcharge": f"{APPEND}, UPDATE (status, code, text)",
}
FUNCTIONS = ["escrow_post_many", "escrow_account_ids", "escrow_since", "escrow_roll_up"]


def restrict(table: str, rights: str) -> None:
    """Let the runtime role do less with a table, such as grants.APPEND. Call it from AppConfig.ready."""
    RIGHTS[table] = rights


def tables() -> list[str]:
    """Every table and view of the installed apps that has been migrated."""
    ours = {"django_migrations", *(model._meta.db_table for model in apps.get_models(include_auto_created=True))}
    return sorted(ours.intersection(connection.introspection.table_names(include_views=True)))


@transaction.atomic
def grant(role: str) -> None:
    """Give the role all that the running site needs, and take away all else."""
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON SCHEMA public FROM {quoted}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        for table in tables():
            name = f"public.{connection.ops.quote_name(table)}"
            cursor.execute(f"REVOKE ALL ON {name} FROM {quoted}")
            cursor.execute(f"GRANT {RIGHTS.get(table, EVERYTHING)} ON {name} TO {quoted}")
        for function in FUNCTIONS:
            cursor.execute(f"GRANT EXECUTE ON FUNCTION public.{function} TO {quoted}")


def why_not(role: str) -> str:
    """Why granting to this role would protect nothing, or "" when it is fine."""
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
