"""`isnad evaluate`: tells the kinds of question files apart, measures, and shows the figures."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from index.errors import InputError
from index.store import Index
from rag.confidence import THRESHOLD
from rag.evaluate import QuestionReport, evaluate_questions
from rag.opening import open_embedder, open_reranker
from rag.pipeline import Pipeline
from rag.refusal import Curve, number_asked, refusal
from rag.squad import SquadReport, evaluate_squad, is_squad, read_squad
from ui.process import bar, naming, read_text
from ui.settings import Settings

if TYPE_CHECKING:
    from ui.console import Screen

SEARCHED = ("questions", "sentence@1", "sentence@5", "sentence@10", "passage@1", "passage@5")
COLUMNS = ("questions", "cited@1", "cited@3", "answered", "refused", "citations", "exact")


@dataclass(frozen=True, slots=True)
class SquadFigures:
    """What a SQuAD file gave: how well its answers are found, and what is absent refused."""

    search: SquadReport
    refusal: Curve

    def to_dict(self) -> dict[str, Any]:
        """Both as one plain dict."""
        return {**self.search.to_dict(), "refusal": self.refusal.to_dict()}


def measure(
    file: Path, settings: Settings, pipeline: Callable[[], AbstractContextManager[Pipeline]]
) -> QuestionReport | SquadFigures:
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


def _squad(file: Path, text: str, settings: Settings) -> SquadFigures:
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
        bar("asking", lambda: len(squad.questions) + number_asked(squad), settings) as step,
    ):
        pipeline = Pipeline(index, reranker=open_reranker(settings.reranker))
        report = evaluate_squad(pipeline, squad, wording, step)
        texts = {each.id: each.text for each in wording.questions} if wording else None
        return SquadFigures(report, refusal(pipeline, squad, texts, step))


def show(report: QuestionReport | SquadFigures, screen: "Screen") -> None:
    """The figures as tables."""
    if isinstance(report, SquadFigures):
        _show_squad(report, screen)
        return
    figures = report.to_dict()
    groups = {"all": figures, **figures["groups"]}
    rows = [[name, *(group[c] for c in COLUMNS)] for name, group in groups.items()]
    screen.table("", ("", *COLUMNS), rows)
    if report.failures:
        screen.line(f"{len(report.failures)} went wrong:", "bold")
    for failure in report.failures:
        screen.line(f"{failure.id}  {failure.question}  {failure.reason}")
        if failure.quote:
            screen.line(f"    {failure.source}: {failure.quote}")


def _show_squad(report: SquadFigures, screen: "Screen") -> None:
    """Search by group, and the curve of refusal."""
    figures = report.search.to_dict()
    size = ", ".join(f"{figures[name]} {name}" for name in ("paragraphs", "sentences", "skipped"))
    screen.line(size)
    groups = {"all": figures, **figures["groups"]}
    rows = [[name, *(group[c] for c in SEARCHED)] for name, group in groups.items()]
    screen.table("", ("", *SEARCHED), rows)
    points = [[p.threshold, p.kept, p.article, p.paragraph] for p in report.refusal.points]
    screen.table(
        f"Refusal, {report.refusal.questions} questions; {THRESHOLD} is the shipped threshold",
        ("threshold", "kept", "refused without article", "refused without paragraph"),
        points,
    )
