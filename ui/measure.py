"""`isnad evaluate`: tells the kinds of question files apart, measures, and shows the figures."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from index.errors import InputError
from index.store import Index
from rag.evaluate import QuestionReport, evaluate_questions
from rag.opening import open_embedder, open_reranker
from rag.pipeline import Pipeline
from rag.squad import SquadReport, evaluate_squad, is_squad, read_squad
from ui.process import bar, naming, read_text
from ui.settings import Settings

if TYPE_CHECKING:
    from ui.console import Screen

COLUMNS = ("questions", "cited@1", "cited@3", "answered", "refused", "citations", "exact")


def measure(
    file: Path, settings: Settings, pipeline: Callable[[], AbstractContextManager[Pipeline]]
) -> QuestionReport | SquadReport:
    """The figures of a question file over the index, or of a SQuAD file over its paragraphs.

    Raises FileError, InputError: the file can't be read, or is neither.
    """
    text = read_text(file)
    if is_squad(text):
        return _squad(file, text, settings)
    if settings.questions is not None:
        raise InputError(f"{file} is not a SQuAD file, so --questions has no meaning for it")
    lines = text.split("\n")
    with pipeline() as opened, naming(file), bar("asking", lambda: len(lines), settings) as step:
        return evaluate_questions(opened, lines, step)


def _squad(file: Path, text: str, settings: Settings) -> SquadReport:
    with naming(file):
        squad = read_squad(text)
    wording = None
    if settings.questions is not None:
        with naming(settings.questions):
            wording = read_squad(read_text(settings.questions))
    with (
        TemporaryDirectory(prefix="isnad-", ignore_cleanup_errors=True) as folder,
        Index.open(
            Path(folder),
            embedder=open_embedder(settings.embedder),
            encoding=settings.encoding,
        ) as index,
        naming(file),
        bar("searching", lambda: len(squad.questions), settings) as step,
    ):
        reranker = open_reranker(settings.reranker)
        return evaluate_squad(Pipeline(index, reranker=reranker), squad, wording, step)


def show(report: QuestionReport | SquadReport, screen: "Screen") -> None:
    """The figures as tables."""
    figures = report.to_dict()
    if isinstance(report, SquadReport):
        screen.table("", ("figure", "value"), [(name, value) for name, value in figures.items()])
        return
    groups = {"all": figures, **figures["groups"]}
    rows = [[name, *(group[c] for c in COLUMNS)] for name, group in groups.items()]
    screen.table("", ("", *COLUMNS), rows)
    if report.failures:
        screen.line(f"{len(report.failures)} went wrong:", "bold")
    for failure in report.failures:
        screen.line(f"{failure.id}  {failure.question}  {failure.reason}")
        if failure.quote:
            screen.line(f"    {failure.source}: {failure.quote}")
