"""Options of the commands: each is a setting, read and described as its variable is."""

from collections.abc import Callable
from typing import Any

import click

from index.errors import SettingError
from ui.settings import describe, parse

SETTINGS = {setting.name: setting for setting in describe()}

Command = Callable[..., Any]


class Value(click.ParamType[Any]):
    """The value of an option, read as its variable's would be."""

    def __init__(self, setting: str, name: str) -> None:
        self.setting = setting
        self.name = name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value; what is wrong with it is a usage error."""
        if not isinstance(value, str):
            return value
        try:
            return parse(self.setting, value)
        except SettingError as error:
            self.fail(f"{value!r}: {error}", param, ctx)


class Program(click.Group):
    """The group of commands; its help names every variable."""

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The variables, with what they set and their defaults."""
        with formatter.section("Environment (an option on the command line goes first)"):
            rows = [
                (s.variable, s.help + (f" [{s.default}]" if s.default else "")) for s in describe()
            ]
            rows.append(("NO_COLOR", "any value turns colour off"))
            formatter.write_dl(rows)


def option(setting: str, *names: str, metavar: str = "", flag: bool = False) -> Command:
    """A click option for a setting; its help names the variable and the default."""
    known = SETTINGS[setting]
    about = (
        f"{known.help}  [{known.variable}{', default ' + known.default if known.default else ''}]"
    )
    if flag:
        return click.option(*names, setting, is_flag=True, default=None, help=about)
    kind = Value(setting, metavar)
    return click.option(*names, setting, type=kind, metavar=metavar, default=None, help=about)


def version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    """Print the version and end; the callback of --version."""
    if wanted and not ctx.resilient_parsing:
        from importlib import metadata

        try:
            click.echo(f"isnad {metadata.version('isnad')}")
        except metadata.PackageNotFoundError:
            click.echo("isnad (not installed)")
        ctx.exit()
