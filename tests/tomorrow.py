"""A release of tomorrow that adds a field to a model, on an empty database and on a filled one."""

from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader


def loader() -> MigrationLoader:
    return MigrationLoader(connection)


def carry_out(app: str, operation: migrations.operations.base.Operation, state):
    """Run one operation on an app's tables, and return what the models are then."""
    after = state.clone()
    operation.state_forwards(app, after)
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards(app, editor, state, after)
    return after


def filled(app: str, addition: migrations.AddField):
    """The database of a site as it is today, after the release of tomorrow."""
    check_constraints()
    return carry_out(app, addition, loader().project_state())


def fresh(app: str, published: str, addition: migrations.AddField, run):
    """One model's table in an empty database that runs all migrations, today's and tomorrow's.

    `published` is the migration that fills it, by `run`; it is played for itself, in a schema of its own.
    """
    found, model = loader(), addition.model_name
    plan = found.graph.forwards_plan(found.graph.leaf_nodes(app)[0])
    at = plan.index((app, published))
    state = found.project_state([one for one in plan[:at] if one[0] == app][-1])
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA fresh; SET LOCAL search_path = fresh, public")
    with connection.schema_editor(atomic=False) as editor:
        editor.create_model(state.apps.get_model(app, model))
    run(state.apps, None)
    check_constraints()
    for operation in [*later_changes(found, plan[at + 1 :], app, model), addition]:
        state = carry_out(app, operation, state)
    return state


def check_constraints():
    """As at the end of each migration."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def later_changes(found: MigrationLoader, plan: list, app: str, model: str):
    for key in plan:
        changes = found.get_migration(*key).operations if key[0] == app else []
        yield from (one for one in changes if getattr(one, "model_name", "") == model)
