"""Which migrations a running site survives: see CONTRIBUTING.md.

While one runs, and until every web is restarted, the code of the release before works on the tables; and what holds a
lock for long stops everybody. `survives` and `contracts` in a migration's class say why something is right after all.
"""

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models.fields import NOT_PROVIDED

RENAMED = (migrations.RenameField, migrations.RenameModel, migrations.AlterModelTable)
REMOVED = (migrations.RemoveField, migrations.DeleteModel)
UNLOCKED = (AddIndexConcurrently, RemoveIndexConcurrently, AddConstraintNotValid)


def problems(migration, before) -> list[str]:
    """What a running site would not survive, as sentences. `before` is the state of the models when it begins."""
    state, found = before.clone(), []
    made = {op.name_lower for op in migration.operations if isinstance(op, migrations.CreateModel)}
    for operation in migration.operations:
        if table_of(operation) not in made and (why := problem(operation, state, migration)):
            found.append(f"{migration.app_label}.{migration.name}, {operation.describe()}: {why}")
        operation.state_forwards(migration.app_label, state)
    return found


def table_of(operation: Operation) -> str:
    return getattr(operation, "model_name_lower", getattr(operation, "model_name", "")).lower()


def problem(operation: Operation, state, migration) -> str:
    """Why this operation on a table with rows is not survived, or ""."""
    match operation:
        case _ if isinstance(operation, RENAMED):
            return "the old code asks for the old name. Add the new one, fill it, remove the old one a release later."
        case _ if isinstance(operation, REMOVED):
            return "" if getattr(migration, "contracts", "") else "say in `contracts` since when nothing uses it."
        case migrations.RunSQL() | migrations.RunPython():
            return "" if getattr(migration, "survives", "") else "say in `survives` why it holds no lock for long."
        case _ if isinstance(operation, UNLOCKED):
            return ""
        case migrations.AddIndex():
            return "it locks the table for as long as it takes. Use AddIndexConcurrently, with atomic = False."
        case migrations.AddConstraint():
            return "it reads the whole table under a lock. Use AddConstraintNotValid, and ValidateConstraint later."
        case migrations.AddField():
            return of_new(operation.field)
        case migrations.AlterField():
            return of_changed(old_field(operation, state, migration), operation.field)
    return ""


def of_new(field: models.Field) -> str:
    if field.many_to_many:
        return ""
    if not field.null and field.db_default is NOT_PROVIDED:
        return "the old code inserts rows without it. Let it be null, or give it a db_default."
    if field.unique or field.db_index:
        return "its index is built under a lock. Take db_index=False, and AddIndexConcurrently."
    return ""


def old_field(operation: migrations.AlterField, state, migration) -> models.Field:
    return state.models[migration.app_label, operation.model_name_lower].fields[operation.name]


def of_changed(old: models.Field, new: models.Field) -> str:
    if old.null and not new.null:
        return "the old code writes NULL there, and all rows are read under a lock."
    if (new.unique and not old.unique) or (new.db_index and not old.db_index):
        return "its index is built under a lock. Use AddIndexConcurrently."
    if old.get_internal_type() != new.get_internal_type():
        return "every row is written anew under a lock. Add a column of the new type."
    if (new.max_length or 0) < (old.max_length or 0):
        return "the old code writes longer values, and every row is read under a lock."
    return ""
