"""What people see in a terminal: answers, hits and tables; plain text in a pipe."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.values import Document
from rag.answer import Agreement, Answer, Citation, Difference, Statement
from rag.pipeline import EXTRACTIVE
from rag.question import Language
from rag.recheck import Check
from rag.retriever import Hit
from ui.parsers import Color
from ui.plain import visible
from ui.sureness import sureness

ISOLATE, END_ISOLATE = "\u2068", "\u2069"
"""First-strong isolate and its end (UAX #9): what stands between takes no part in ordering
what stands around it."""
WIDEST = 100
"""Columns; longer lines are hard to read."""
PIPE_WIDTH = 10_000
"""Columns of a table in a pipe, where nothing is to be cut."""
INDENT = 4

WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "short": "In short:",
        "by": "Answered by {}",
        "extractive": "the articles' sentences",
        "understood": "Understood as: {}",
        "supported": "Written by a language model, checked on its sources",
        "unsupported": "No source supports this",
        "sources": "Sources",
        "nearest": "Nearest sentences",
        "sentence": ", sentence {}",
        "one": "One source says so",
        "two": "2 sources agree",
        "few": "{} sources agree",
        "many": "{} sources agree",
        "differ": "sources differ",
        "within": "the source differs from itself",
        "number": "on a number",
        "date": "on a date",
        "name": "on a name",
    },
    "ar": {
        "short": "باختصار:",
        "by": "المجيب: {}",
        "extractive": "نصوص المقالات",
        "understood": "فُهم السؤال: {}",
        "supported": "صاغه نموذج لغوي وروجع على مصادره",
        "unsupported": "لا يسنده أي مصدر",
        "sources": "المصادر",
        "nearest": "أقرب الجمل",
        "sentence": "، الجملة {}",
        "one": "يذكره مصدر واحد",
        "two": "يتفق عليه مصدران",
        "few": "تتفق عليه {} مصادر",
        "many": "يتفق عليه {} مصدرًا",
        "differ": "تختلف المصادر",
        "within": "يختلف المصدر مع نفسه",
        "number": "في عدد",
        "date": "في تاريخ",
        "name": "في اسم",
    },
}


def agreement_words(agreement: Agreement, language: Language) -> str:
    """How many sources agree, in words: 4 -> "4 sources agree"."""
    number = agreement.sources
    form = "one" if number < 2 else "two" if number == 2 else "few" if number < 11 else "many"
    return WORDS[language][form].format(number)


def confidence_words(confidence: float, language: Language) -> str:
    """The confidence in words: 0.93 -> "The sources clearly say this (93%)"."""
    return f"{sureness(confidence, language)} ({confidence:.0%})"


class Screen:
    """Writes for people to a stream: wrapped and coloured on a terminal, plain in a pipe."""

    def __init__(self, stream: TextIO, color: Color = "auto", width: int | None = None) -> None:
        self.terminal = stream.isatty()
        self.console = Console(
            file=stream,
            force_terminal=True if color == "always" else None,
            no_color=True if color == "never" else None,
            width=width or (None if self.terminal else PIPE_WIDTH),
            highlight=False,
            markup=False,
            emoji=False,
        )
        self.width = min(self.console.width, WIDEST)

    def answer(self, answer: Answer, asked: str = "") -> None:
        """The statements, how far they can be trusted, and the sentences they stand on.

        `asked` is the question as it was put; a follow-up may have been understood in other words.
        """
        language = answer.language
        words = WORDS[language]
        self._before(answer, asked.strip())
        if not answer.answered:
            self._put(Text(visible(answer.text), "bold"))
            self._by(answer)
            self._citations(words["nearest"], answer.nearest, language)
            return
        sources = {citation.id: citation.source for citation in answer.citations}
        for at, statement in enumerate(answer.statements):
            if at:
                self.console.print()
            self._statement(statement, language)
            if statement.support == "unsupported":
                self._put(Text(words["unsupported"], "bold red"), INDENT)
                continue
            if statement.support == "supported":
                self._put(Text(words["supported"], "dim"), INDENT)
            for agreement in answer.agreement:
                if agreement.statement == at:
                    self._agreement(agreement, sources, language)
        if any(statement.support != "unsupported" for statement in answer.statements):
            self._put(Text(confidence_words(answer.confidence, language), "dim"))
        self._by(answer)
        self._citations(words["sources"], answer.citations, language)

    def _before(self, answer: Answer, asked: str) -> None:
        """How the question was understood, why the model asked did not answer, the short answer."""
        if asked and asked != answer.question:
            understood = WORDS[answer.language]["understood"].format(visible(answer.question))
            self._put(Text(understood, "dim"))
        if answer.note:
            self._put(Text(answer.note, "yellow"))
        if answer.short:
            words = self._piece(visible(answer.short.text), answer.language)
            label = WORDS[answer.language]["short"]
            self._put(Text.assemble((f"{label} ", "dim"), (words, "bold")))

    def _by(self, answer: Answer) -> None:
        """Who gave the answer."""
        words, name = WORDS[answer.language], visible(answer.answerer)
        shown = words[name] if name == EXTRACTIVE else self._piece(name, answer.language)
        self._put(Text(words["by"].format(shown), "dim"))

    def hits(self, hits: Sequence[Hit], language: Language) -> None:
        """Ranked sentences with where each stands."""
        for number, hit in enumerate(hits, 1):
            sentence = hit.sentence
            where = self._where(sentence.source, sentence.ordinal, language)
            self._put(
                Text.assemble((f"{number}. ", "bold"), (where, "cyan"), f" ({hit.score:.2f})")
            )
            self._put(Text(visible(sentence.text)), INDENT)

    def documents(self, documents: Sequence[Document]) -> None:
        """What is indexed: a line of facts and a line of title for each, for titles run long."""
        for document in documents:
            source = self._piece(visible(document.source), "en")
            facts = f"  {document.sentences:,} sentences, added {document.added[:10]}"
            self._put(Text.assemble((source, "cyan"), (facts, "dim")))
            self._put(Text(visible(document.title)), INDENT)

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table; numbers stand to the right."""
        table = Table(title=title or None, box=SIMPLE, title_justify="left", title_style="bold")
        for at, column in enumerate(columns):
            numbers = all(isinstance(row[at], int | float | None) for row in rows)
            table.add_column(column, justify="right" if numbers and at else "left")
        for row in rows:
            table.add_row(*(Text(visible(_cell(value))) for value in row))
        self.console.print(table)

    def checks(self, checks: Sequence[Check]) -> None:
        """What became of each part of an answer."""
        for check in checks:
            where = self._piece(visible(check.source), "en")
            where += WORDS["en"]["sentence"].format(check.sentence) if check.sentence else ""
            reason = f": {check.reason}" if check.reason else ""
            style = "green" if check.status == "exact" else "bold red"
            status = (check.status.ljust(8), style)
            parts = "  ".join(filter(None, (check.part, where)))
            self._put(Text.assemble(status, parts, visible(reason)))

    def line(self, text: str, style: str = "") -> None:
        """One line, or on a terminal as many as it needs."""
        self._put(Text(visible(text), style))

    def _statement(self, statement: Statement, language: Language) -> None:
        body = Text()
        at = 0
        for start, end in sorted(statement.highlight):
            body.append(visible(statement.text[at:start]))
            body.append(visible(statement.text[max(at, start) : end]), "bold green")
            at = max(at, end)
        body.append(visible(statement.text[at:]))
        markers = Text(" " + "".join(f"[{number}]" for number in statement.citations), "cyan")
        if not self.terminal:
            self._put(body + markers)
            return
        isolated = language == "en" and _holds(body.plain, "ar")
        lines = list(body.wrap(self.console, max(20, self.width - len(markers))))
        for line in lines:
            line.rstrip()
            shown = Text.assemble(ISOLATE, line, END_ISOLATE) if isolated else line
            self.console.print(shown + markers if line is lines[-1] else shown, soft_wrap=True)

    def _agreement(
        self, agreement: Agreement, sources: Mapping[int, str], language: Language
    ) -> None:
        said = agreement_words(agreement, language)
        self._put(Text(said, "green" if agreement.sources > 1 else ""), INDENT)
        for difference in agreement.differences:
            self._put(self._difference(difference, sources, language), INDENT)

    def _difference(
        self, difference: Difference, sources: Mapping[int, str], language: Language
    ) -> Text:
        """Who differs on what: sources differ on a number: «2500» [1] · «3000» [2]."""
        words = WORDS[language]
        cited = {sources.get(n) for value in difference.values for n in value.citations}
        who = words["differ" if len(cited) > 1 else "within"]
        values = [
            self._piece(f"«{visible(value.text)}»", language)
            + " "
            + "".join(f"[{number}]" for number in value.citations)
            for value in difference.values
        ]
        return Text(f"{who} {words[difference.kind]}: {' · '.join(values)}", "yellow")

    def _citations(self, heading: str, citations: Sequence[Citation], language: Language) -> None:
        if not citations:
            return
        self.console.print()
        self._put(Text(heading, "bold"))
        for citation in citations:
            where = self._where(citation.source, citation.sentence, language)
            self._put(Text.assemble((f"[{citation.id}] ", "cyan"), where))
            self._put(Text(visible(citation.quote)), INDENT)

    def _where(self, source: str, sentence: int, language: Language) -> str:
        ordinal = WORDS[language]["sentence"].format(sentence)
        return self._piece(visible(source), language) + ordinal

    def _piece(self, text: str, language: Language) -> str:
        """A name or value within a line of the frame, kept from reordering it."""
        other: Language = "en" if language == "ar" else "ar"
        if self.terminal and _holds(text, other):
            return f"{ISOLATE}{text}{END_ISOLATE}"
        return text

    def _put(self, text: Text, indent: int = 0) -> None:
        """Print a paragraph: in a pipe as one line, on a terminal wrapped."""
        if not self.terminal:
            self.console.print(Text(" " * indent) + text, soft_wrap=True)
            return
        for line in text.wrap(self.console, max(20, self.width - indent)):
            line.rstrip()
            self.console.print(Text(" " * indent) + line, soft_wrap=True)


def _holds(text: str, language: Language) -> bool:
    """Whether a text has a letter that is written in the direction of that language."""
    wanted = {"R", "AL"} if language == "ar" else {"L"}
    return any(unicodedata.bidirectional(char) in wanted for char in text)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.1%}" if isinstance(value, float) else str(value)
