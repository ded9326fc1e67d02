"""Follow-ups, problems and notes as JSON, the shapes of SPEC 5; keys are never left out."""

import json
from collections.abc import Iterable
from datetime import date

import click

from vaultkit.diagnostics import Diagnostic
from vaultkit.owed import Row


def write_json(name: str, /, **content: object) -> None:
    """One JSON document with its schema name, version 1."""
    from vaultkit.exchange.text import escape_json  # the way into all formats

    document = {"schema": f"vaultkit.{name}/1", **content}
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
    click.echo(escape_json(text).encode("utf-8", "replace").decode())


def row_as_json(one: Row) -> dict[str, object]:
    """A follow-up as SPEC 5 writes it."""
    return {
        "action": one.action,
        "rule": one.rule,
        "status": one.status.value,
        "contact": one.contact,
        "path": one.path,
        "line": one.line,
        "opens": _day(one.opens),
        "due": _day(one.due),
        "summary": one.summary,
        "reason": one.reason,
    }


def write_due(today: date, rows: Iterable[Row]) -> None:
    """The agenda, or a part of it."""
    write_json("due", today=today.isoformat(), items=[row_as_json(one) for one in rows])


def write_problems(problems: Iterable[Diagnostic]) -> None:
    """What `check` found."""
    write_json("check", problems=[_problem_as_json(one) for one in problems])


def _problem_as_json(one: Diagnostic) -> dict[str, object]:
    return {
        "path": one.path,
        "line": one.line,
        "column": one.column,
        "severity": one.severity.value,
        "code": one.code,
        "message": one.message,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
