"""`vaultkit doctor`: is the vault private?"""

from pathlib import Path

import click

from vaultkit import disk
from vaultkit.cli.context import Context, pass_context
from vaultkit.cli.json_output import write_json
from vaultkit.cli.options import clean, echo, style, takes_out
from vaultkit.doctor import Finding, examine


@click.command("doctor")
@takes_out("DIR", "The site lies in DIR, not in the vault's site/.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@pass_context
def command(context: Context, out: str | None, as_json: bool) -> None:
    """Is the vault private: site and cache out of git, no public remote, no outside request.

    Exits with 1 when something is open; each finding says how to mend it. Only looks.
    """
    loaded = context.loaded
    findings = list(examine(loaded, Path(out) if out else loaded.root / disk.SITE))
    if as_json:
        _write_json(findings)
    else:
        for one in findings:
            _write(one)
    if not all(one.is_well for one in findings):
        raise SystemExit(1)


def _write_json(findings: list[Finding]) -> None:
    items = [
        {"name": one.name, "ok": one.is_well, "message": one.found, "remedy": one.remedy}
        for one in findings
    ]
    write_json("doctor", ok=all(one.is_well for one in findings), items=items)


def _write(one: Finding) -> None:
    mark = style("ok  ", fg="green") if one.is_well else style("open", fg="red", bold=True)
    echo(f"{mark}  {one.name:<9} {clean(one.found)}")
    if one.remedy:
        echo(f"      {'':<9} {style(one.remedy, dim=True)}")
