"""The command line: `isnad ask`, `isnad index` and the rest."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.errors import InputError, SettingError
from ui.cli_keys import keys
from ui.options import Program, option, version
from ui.plain import visible
from ui.process import guarded, naming, read_text, said, say
from ui.settings import (
    Settings,
    check_answerer,
    check_exposure,
    check_models,
    check_process_names,
)

if TYPE_CHECKING:
    from index.store import Outcome
    from rag.pipeline import Pipeline
    from rag.question import Message
    from ui.console import Screen

data_option = option("data", "--data", metavar="DIR")
json_option = option("json", "--json", flag=True)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    callback=version,
    expose_value=False,
    is_eager=True,
    help="Show the version and exit.",
)
def cli() -> None:
    """Ask Arabic news articles; get the answer in their own words, with the exact sentences."""
    try:
        check_process_names()
    except SettingError as error:
        raise click.UsageError(str(error)) from error


@cli.command()
@option("host", "--host", metavar="H")
@option("port", "--port", metavar="P")
@option("open", "--open", flag=True)
@data_option
def serve(**options: Any) -> None:
    """Serve the chat page, REST and MCP from one process."""
    settings = Settings.from_process(**options)
    check_models(settings)
    check_exposure(settings)
    _later("serve", "ui.serve")(settings)


@cli.command()
@click.argument("question")
@json_option
@option("history", "--history", metavar="FILE")
@option("answerer", "--answerer", metavar="A")
@option("format", "--format", metavar="F")
@option("bundle", "--bundle", metavar="FILE")
@data_option
def ask(question: str, **options: Any) -> None:
    """Answer QUESTION from the articles, with citations."""
    settings = Settings.from_process(**options)
    if options["json"] and options["format"]:
        raise click.UsageError("--json and --format both say what to print: pass one")
    _check_answerer(settings, chosen=options["answerer"] is not None)
    history = _history(settings.history)
    with _pipeline(settings) as pipeline:
        answer = pipeline.ask(said(question), history, answerer=settings.answerer or None)
        if settings.bundle is not None:
            from ui.keeping import save

            save(settings.bundle, answer, pipeline.index)
    if settings.json:
        _print_json(answer.to_dict())
    elif settings.format:
        from rag.copies import copy

        click.echo(copy(answer.to_dict(), settings.format), nl=False)
    else:
        _screen(settings).answer(answer, question)


@cli.command()
@click.argument("query")
@option("k", "-k", metavar="N")
@json_option
@data_option
def search(query: str, **options: Any) -> None:
    """Rank the sentences of the articles for QUERY."""
    settings = Settings.from_process(**options)
    with _pipeline(settings) as pipeline:
        hits = pipeline.search(said(query), settings.k)
    if settings.json:
        _print_json({"hits": [hit.to_dict() for hit in hits]})
        return
    from rag.query import language

    _screen(settings).hits(hits, language(query))
    if not hits:
        say("no sentence shares a word with it")


@cli.command("index")
@click.argument("names", nargs=-1, metavar="PATH...", type=click.Path())
@option("rebuild", "--rebuild", flag=True)
@option("follow_links", "--follow-links", flag=True)
@data_option
def index_command(names: tuple[str, ...], **options: Any) -> int:
    """Index the files and folders at PATH...; only what changed is worked on."""
    settings = Settings.from_process(**options)
    if not names and not settings.rebuild:
        raise click.UsageError("name at least one PATH, or pass --rebuild")
    if "" in names:
        raise click.UsageError("a PATH is empty: is a variable of the shell unset?")
    paths = [Path(name) for name in names]
    from index.folders import take_in
    from ui.audit import COMMAND_LINE, Audit
    from ui.workspace import encode, open_index, progress

    audit = Audit(settings.data)
    with closing(open_index(settings)) as index:
        with progress(paths, settings) as step:

            def watch(outcome: "Outcome") -> None:
                step(outcome)
                if outcome.status == "indexed":
                    audit.note(COMMAND_LINE, "indexed", source=outcome.source)

            tally = take_in(index, paths, watch, follow_links=settings.follow_links)
        for source in tally.removed:
            audit.note(COMMAND_LINE, "removed", source=source)
        encode(index, settings)
    for outcome in tally.failed:
        say(f"{outcome.source}: {outcome.reason}")
    click.echo(
        f"{tally.indexed:,} indexed, {tally.unchanged:,} unchanged,"
        f" {len(tally.removed):,} removed, {len(tally.failed):,} failed"
    )
    return 1 if tally.failed else 0


@cli.command()
@json_option
@data_option
def sources(**options: Any) -> None:
    """List what is indexed."""
    settings = Settings.from_process(**options)
    with _pipeline(settings) as pipeline:
        documents = pipeline.index.documents()
    if settings.json:
        _print_json({"sources": [document.to_dict() for document in documents]})
    elif not documents:
        say("nothing is indexed: `isnad index PATH` takes files in")
    elif sys.stdout.isatty():
        _screen(settings).documents(documents)
    else:
        for d in documents:
            click.echo(f"{visible(d.source)}\t{d.sentences}\t{visible(d.title)}")


@cli.command()
@click.argument("source")
@data_option
def remove(source: str, **options: Any) -> None:
    """Take SOURCE out of the index."""
    settings = Settings.from_process(**options)
    from ui.audit import COMMAND_LINE, Audit

    with _pipeline(settings) as pipeline:
        pipeline.index.remove(said(source))
    Audit(settings.data).note(COMMAND_LINE, "removed", source=source)
    click.echo(f"removed {visible(source)}")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@option("questions", "--questions", metavar="FILE")
@option("whole", "--whole", flag=True)
@json_option
@data_option
def evaluate(file: Path, **options: Any) -> None:
    """Measure the answers to the questions of FILE or its articles, or search on a SQuAD file."""
    settings = Settings.from_process(**options)
    from ui.measure import measure, show

    report = measure(file, settings, lambda: _pipeline(settings))
    if settings.json:
        _print_json(report.to_dict())
    else:
        show(report, _screen(settings))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@option("sources", "--sources", metavar="DIR")
@json_option
@data_option
def verify(file: Path, **options: Any) -> int:
    """Check FILE, a bundle or the output of `ask --json`, against the sources, offline."""
    settings = Settings.from_process(**options)
    from rag.bundle import recheck
    from rag.cases import parse_json
    from rag.recheck import in_index
    from rag.verify import in_folder

    with naming(file):
        given = parse_json(read_text(file), "it")
    if settings.sources is not None:
        with naming(file):
            checks = recheck(given, in_folder(settings.sources))
    else:
        with naming(file):
            recheck(given, lambda _name: None)  # what is no answer is said before an index is made
        with _pipeline(settings) as pipeline, naming(file):
            checks = recheck(given, in_index(pipeline.index))
    exact = all(each.status == "exact" for each in checks)
    if settings.json:
        _print_json({"exact": exact, "checks": [asdict(each) for each in checks]})
    else:
        _screen(settings).checks(checks)
    return 0 if exact else 1


@cli.command()
@option("repair", "--repair", flag=True)
@data_option
def check(**options: Any) -> int:
    """Hold every text and every store against the catalogue; --repair makes anew what it can."""
    settings = Settings.from_process(**options)
    from ui.upkeep import check as check_all

    faults, left = check_all(settings)
    for fault in faults:
        say(fault.said if fault in left else f"{fault.said}; mended")
    click.echo(f"{len(faults):,} faults, {len(set(faults) - set(left)):,} mended")
    return 1 if left else 0


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@data_option
def backup(file: Path, **options: Any) -> None:
    """Write the catalogue and the kept answers to FILE, also while serving."""
    settings = Settings.from_process(**options)
    from index.archive import make

    made = make(settings.data, file)
    click.echo(
        f"{made.sources:,} sources, {file.stat().st_size / 2**20:,.1f} MB in {visible(str(file))}"
    )


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@data_option
def restore(file: Path, **options: Any) -> None:
    """Put the backup FILE in the place of what the data folder holds."""
    settings = Settings.from_process(**options)
    from ui.upkeep import restore as put_back

    made = put_back(settings, file)
    click.echo(f"{made.sources:,} sources as of {made.made} in {visible(str(settings.data))}")


@cli.command()
@data_option
def mcp(**options: Any) -> None:
    """Speak MCP over stdio."""
    _later("mcp", "ui.mcp")(Settings.from_process(**options))


cli.add_command(keys)


def main(arguments: list[str] | None = None) -> int:
    """Run the program; the exit status is 0 done, 1 an error said in one line, 2 wrong usage."""
    return guarded(lambda: cli.main(arguments, prog_name="isnad", standalone_mode=False))


@contextmanager
def _pipeline(settings: Settings) -> Iterator["Pipeline"]:
    from ui.workspace import open_workspace

    with closing(open_workspace(settings, say)) as pipeline:
        yield pipeline


def _screen(settings: Settings) -> "Screen":
    from ui.console import Screen  # with rich, 50 ms that --json need not pay

    return Screen(sys.stdout, settings.color)


def _check_answerer(settings: Settings, *, chosen: bool) -> None:
    """Refuse an answerer there is not; one of the command line is a usage error."""
    try:
        check_answerer(settings)
    except SettingError as error:
        if chosen:
            raise click.BadParameter(str(error), param_hint="'--answerer'") from error
        raise SettingError(f"ISNAD_ANSWERER: {error}") from error


def _history(path: Path | None) -> tuple["Message", ...]:
    if path is None:
        return ()
    from rag.cases import messages, parse_json

    with naming(path):
        return messages(parse_json(read_text(path), "it"))


def _later(command: str, module: str) -> Callable[[Settings], None]:
    """The part of the program that only one command imports: `serve` of `ui.serve`."""
    try:
        found: Callable[[Settings], None] = getattr(import_module(module), command)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise InputError(f"`isnad {command}` is not in this version yet") from error
    return found


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
