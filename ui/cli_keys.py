"""The commands `isnad key new`, `isnad key list` and `isnad key revoke`."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from ui.options import option
from ui.plain import visible
from ui.process import said, say
from ui.settings import Settings

data_option = option("data", "--data", metavar="DIR")
LISTED = ("name", "scope", "created")
"""What is told of a key; the rest is of use to nobody but the server."""


@click.group("key")
@data_option
@click.pass_context
def keys(context: click.Context, data: Path | None) -> None:
    """Make, list and revoke the keys of the server."""
    context.default_map = {name: {"data": data} for name in keys.commands} if data else None


@keys.command("new")
@click.argument("name")
@option("scope", "--scope", metavar="ask|manage")
@data_option
def new(name: str, **options: Any) -> None:
    """Make a key called NAME and print it: it is shown this once, and kept as a salted hash."""
    settings = Settings.from_process(**options)
    from index import manifest
    from ui.audit import COMMAND_LINE, Audit
    from ui.keys import Keys

    manifest.read(settings.data)  # which refuses a folder of other files
    key = Keys(settings.data).new(said(name), settings.scope)
    Audit(settings.data).note(COMMAND_LINE, "key made", key=name, scope=settings.scope)
    click.echo(key)
    say(f"the key {name} may {settings.scope}; it is not shown again")


@keys.command("list")
@option("json", "--json", flag=True)
@data_option
def list_(**options: Any) -> None:
    """List the keys by name, never the keys themselves."""
    settings = Settings.from_process(**options)
    from ui.keys import Keys

    rows = [{name: getattr(key, name) for name in LISTED} for key in Keys(settings.data).all()]
    if settings.json:
        click.echo(json.dumps({"keys": rows}, ensure_ascii=False, indent=2))
    elif not rows:
        say("there are no keys here: `isnad key new NAME` makes one")
    elif sys.stdout.isatty():
        from ui.console import Screen

        Screen(sys.stdout, settings.color).table("", LISTED, [[*row.values()] for row in rows])
    else:
        for row in rows:
            click.echo("\t".join(map(visible, row.values())))


@keys.command("revoke")
@click.argument("name")
@data_option
def revoke(name: str, **options: Any) -> None:
    """Revoke the key called NAME, in a running server too."""
    settings = Settings.from_process(**options)
    from ui.audit import COMMAND_LINE, Audit
    from ui.keys import Keys

    Keys(settings.data).revoke(said(name))
    Audit(settings.data).note(COMMAND_LINE, "key revoked", key=name)
    click.echo(f"revoked {visible(name)}")
