"""`isnad evaluate`: tells the kinds of question files apart, measures, and shows the figures."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from index.errors import InputError
from index.store import Index
from rag.articles import is_articles, read_articles
from rag.confidence import THRESHOLD
from rag.evaluate import QuestionReport, evaluate_questions
from rag.opening import open_embedder, open_reader, open_reranker, open_verifier
from rag.pipeline import Pipeline
from rag.reading import ReadingReport, evaluate_articles
from rag.refusal import Curve, number_asked, refusal
from rag.scorer import ReadingScorer
from rag.squad import SquadReport, evaluate_squad, is_squad, read_squad
from rag.verifier import CARRIED
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


Report = QuestionReport | SquadFigures | ReadingReport


def measure(
    file: Path, settings: Settings, pipeline: Callable[[], AbstractContextManager[Pipeline]]
) -> Report:
    """The figures of a question file over the index, or of SQuAD's paragraphs or of articles over
    an index of their own.

    Raises FileError, InputError: the file can't be read, or is none of these.
    """
    text = read_text(file)
    squad, articles = is_squad(text), is_articles(text)
    if settings.questions is not None and not squad:
        raise InputError(f"{file} is not a SQuAD file, so --questions has no meaning for it")
    if settings.whole and not articles:
        raise InputError(f"{file} has no articles of its own, so --whole has no meaning for it")
    if squad:
        return _squad(file, text, settings)
    if articles:
        return _articles(file, text, settings)
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
        _temporary(settings) as pipeline,
        naming(file),
        bar("asking", lambda: len(squad.questions) + number_asked(squad), settings) as step,
    ):
        report = evaluate_squad(pipeline, squad, wording, step)
        texts = {each.id: each.text for each in wording.questions} if wording else None
        return SquadFigures(report, refusal(pipeline, squad, texts, step))


def _articles(file: Path, text: str, settings: Settings) -> ReadingReport:
    with naming(file):
        articles = read_articles(text)
    steps = sum(len(each.questions) + len(each.statements) for each in articles)
    with (
        _temporary(settings) as pipeline,
        naming(file),
        bar("asking", lambda: steps, settings) as step,
    ):
        verifier = open_verifier(open_reader(settings.reader), settings.nli)

        def supports(statement: str, sentences: Sequence[str]) -> bool:
            return verifier.score(sentences, statement) >= CARRIED

        return evaluate_articles(pipeline, articles, supports, whole=settings.whole, watch=step)


@contextmanager
def _temporary(settings: Settings) -> Iterator[Pipeline]:
    """A pipeline over an empty index that is gone afterwards."""
    with (
        TemporaryDirectory(prefix="isnad-", ignore_cleanup_errors=True) as folder,
        Index.open(
            Path(folder),
            embedder=open_embedder(settings.embedder),
            encoding=settings.encoding,
        ) as index,
    ):
        read = open_reader(settings.reader)
        scorer = None if read is None else ReadingScorer(read)
        yield Pipeline(index, reranker=open_reranker(settings.reranker), scorer=scorer)


def show(report: Report, screen: "Screen") -> None:
    """The figures as tables."""
    if isinstance(report, SquadFigures):
        _show_squad(report, screen)
        return
    if isinstance(report, ReadingReport):
        _show_reading(report, screen)
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


def _show_reading(report: ReadingReport, screen: "Screen") -> None:
    """Questions by group, short answers, statements and the reliability of confidence."""
    figures = report.to_dict()
    groups = {"all": figures, **figures["groups"]}
    rows = [[name, *(group[c] for c in COLUMNS)] for name, group in groups.items()]
    screen.table(f"{report.articles} articles", ("", *COLUMNS), rows)
    short = figures["short"]
    screen.table("Short answers, where answered", tuple(short), [list(short.values())])
    said = figures["statements"]
    checked = {name: said[name] for name in ("true kept", "false caught")}
    checked |= {f"false caught: {why}": each for why, each in said["by why"].items()}
    screen.table(
        "Statements",
        ("", "statements", "share"),
        [[name, *each.values()] for name, each in checked.items()],
    )
    error = figures["ECE"]
    shown = "" if error is None else f", expected calibration error {error:.3f}"
    bins = figures["reliability"]
    screen.table(
        f"Confidence where answered{shown}", tuple(bins[0]), [list(each.values()) for each in bins]
    )


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
