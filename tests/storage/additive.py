"""Whether a step of the database only adds: then programs that do not know it may go on, and old and new work side by side."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection


@dataclass(frozen=True)
class Shape:
    """What the tables are like: of each its columns, and what narrows down what may stand in it."""

    columns: Mapping[tuple[str, str], Mapping[str, Any]]
    narrowed: frozenset[str]
    pointing: Mapping[str, list[Any]]

    @classmethod
    def of(cls, connection: Connection) -> "Shape":
        """Of a SQLite file; the steps make the same on a server, as other tests hold."""
        looked_at = sa.inspect(connection)
        tables = [name for name in looked_at.get_table_names() if name != "alembic_version"]
        columns = {
            (table, column["name"]): {**column, "type": str(column["type"])}
            for table in tables
            for column in looked_at.get_columns(table)
        }
        narrowed = {
            f"{table}: {what} {one['name']}"
            for table in tables
            for what, found in (
                ("unique", looked_at.get_unique_constraints(table)),
                ("check", looked_at.get_check_constraints(table)),
                ("index", [index for index in looked_at.get_indexes(table) if index["unique"]]),
            )
            for one in found
        }
        return cls(columns, frozenset(narrowed), {table: looked_at.get_foreign_keys(table) for table in tables})

    @property
    def tables(self) -> set[str]:
        return set(self.pointing)


def objections(before: Shape, after: Shape, step: ModuleType) -> Iterator[str]:
    """Why an older program could not go on after this step."""
    for table, name in sorted(before.columns.keys() - after.columns.keys()):
        yield f"{table}.{name} is gone"
    for table, name in sorted(before.columns.keys() & after.columns.keys()):
        if before.columns[table, name] != after.columns[table, name]:
            yield f"{table}.{name} is another than before"
    for table, name in sorted(after.columns.keys() - before.columns.keys()):
        column = after.columns[table, name]
        if table in before.tables and not column["nullable"] and column["default"] is None:
            yield f"{table}.{name} has to be given, which an older program does not do"
    yield from (
        f"{one} is new" for one in sorted(after.narrowed - before.narrowed) if one.partition(":")[0] in before.tables
    )
    yield from (f"{one} is gone" for one in sorted(before.narrowed - after.narrowed))
    for table in sorted(after.tables - before.tables):
        for key in after.pointing[table]:
            if key["referred_table"] in before.tables and not key.get("options", {}).get("ondelete"):
                yield f"{table} points to {key['referred_table']} for good: an older program could not delete there (ondelete)"
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(step.upgrade))) if isinstance(node, ast.Call)]
    if any(ast.unparse(call.func).endswith((".execute", ".bulk_insert")) for call in calls):
        yield "rows are written, which an older program may write otherwise"
