"""What a migration's guards refuse, on a table of the tests' own: by name, whoever asks, until they are gone."""

import pytest
from django.db import DatabaseError, connection, migrations, transaction
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from marketplace.postgresql.guards import AppendOnly, NeverChanges

pytestmark = pytest.mark.django_db

THING = AppendOnly("thing", may_change=["note"], may_fill=["seen_at"], says="things are append-only")
OPERATIONS = [THING, AppendOnly("thing"), NeverChanges("thing", "name"), NeverChanges("thing", "name", once="seen_at")]


def sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def refusal(statement: str) -> str:
    """The constraint that a statement violates, or "" where it goes through."""
    try:
        sql(statement)
    except DatabaseError as error:
        return error.__cause__.diag.constraint_name
    return ""


@pytest.fixture
def guarded():
    """A table with one row and these guards, which are taken away again."""
    sql("CREATE TABLE thing (name text, note text, seen_at timestamptz)")
    sql("INSERT INTO thing VALUES ('first', '', NULL)")

    def run(operation, way="forwards"):
        with connection.schema_editor(atomic=False) as editor:
            getattr(operation, f"database_{way}")("tests", editor, ProjectState(), ProjectState())

    return run


@pytest.mark.parametrize(
    "statement", ["UPDATE thing SET name = 'second'", "UPDATE thing SET name = 'x', note = 'y'", "DELETE FROM thing"]
)
def test_append_only_refuses_to_change_a_row(guarded, statement):
    guarded(THING)
    assert refusal(statement) == "thing_is_append_only"

    guarded(THING, "backwards")
    assert refusal(statement) == ""


def test_nor_is_the_table_emptied(guarded):
    guarded(THING)
    assert refusal("TRUNCATE thing") == "thing_is_append_only"


def test_what_may_change_changes_and_what_may_be_filled_is_filled_once(guarded):
    guarded(THING)
    assert refusal("UPDATE thing SET note = 'read'") == ""
    assert refusal("UPDATE thing SET seen_at = now()") == ""
    assert refusal("UPDATE thing SET seen_at = now() + interval '1 day'") == "thing_is_append_only"


def test_without_exceptions_nothing_changes(guarded):
    guarded(AppendOnly("thing"))
    assert refusal("UPDATE thing SET note = 'read'") == "thing_is_append_only"


def test_a_column_never_changes(guarded):
    guarded(NeverChanges("thing", "name"))
    assert refusal("UPDATE thing SET name = 'first', note = 'read'") == ""
    assert refusal("UPDATE thing SET name = 'second'") == "thing_name_never_changes"


def test_or_from_when_another_is_set(guarded):
    guarded(NeverChanges("thing", "name", once="seen_at"))
    assert refusal("UPDATE thing SET name = 'second'") == ""
    sql("UPDATE thing SET seen_at = now()")
    assert refusal("UPDATE thing SET name = 'third'") == "thing_name_never_changes"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.describe()} {one.deconstruct()[2]}")
def test_a_migration_can_be_written_with_it(operation):
    text, imports = OperationWriter(operation, indentation=0).serialize()
    scope = {"migrations": migrations}
    exec("\n".join(imports), scope)  # noqa: S102 - what the writer wrote
    again = eval(text.rstrip(","), scope)  # noqa: S307

    assert (again.sql, again.reverse_sql) == (operation.sql, operation.reverse_sql)
