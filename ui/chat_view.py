"""The chat page's HTML of a question and its answer, every text escaped."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from rag.answer import Agreement, Answer, Citation, Difference, Statement
from rag.pipeline import EXTRACTIVE
from ui.chat_pieces import icon, shorten
from ui.chat_strings import SOURCES_AGREE, Language, count, say
from ui.sureness import sureness


def turn(
    answer: Answer,
    titles: Mapping[str, str],
    language: Language,
    *,
    shared: bool = True,
    thumb: str | None = None,
    asked: str = "",
) -> str:
    """One question with its answer.

    `titles` names the sources; `language` is the interface's, not the answer's; `shared` says
    whether the answer was kept, so that a link to it leads somewhere; `thumb` what its reader
    thought of it. `asked` is the question as it was put, where a model has rewritten it.
    """
    body = (
        statements(
            answer.id, answer.statements, answer.citations, answer.agreement, titles, language
        )
        if answer.answered
        else refusal(answer, titles, language)
    )
    carried = any(statement.support != "unsupported" for statement in answer.statements)
    sure = f'<p class="sure">{escape(sureness(answer.confidence, language))}</p>'
    return (
        f"{question(asked or answer.question, answer.question, language)}"
        f'<div class="answer" data-id="{escape(answer.id)}" data-text="{escape(answer.text)}"'
        f' data-question="{escape(answer.question)}"'
        f' data-copy="{escape(plain(answer, titles, language))}">{noted(answer)}'
        f"{short(answer, language)}{body}"
        f'<footer class="foot">{sure if carried else ""}'
        f'<p class="by">{escape(answerer(answer.answerer, language))}</p>'
        f"{actions(answer.id, shared, thumb, language)}</footer></div>"
    )


def question(text: str, understood: str, language: Language) -> str:
    """The question as asked, the heading of its turn; below it how it was understood."""
    heading = f'<h2 class="question" dir="auto">{escape(text)}</h2>'
    if understood == text:
        return heading
    said = say("understood", language, question=f"\u2068{understood}\u2069")
    return f'{heading}<p class="understood" dir="auto">{escape(said)}</p>'


def noted(answer: Answer) -> str:
    """Why the model that was asked did not give the answer; mostly nothing."""
    return f'<p class="note said" dir="auto">{escape(answer.note)}</p>' if answer.note else ""


def short(answer: Answer, language: Language) -> str:
    """The line with the words that answer; nothing where they are not sure."""
    if answer.short is None:
        return ""
    label, words = escape(say("short", language)), escape(answer.short.text)
    return f'<p class="short">{label} <bdi>{words}</bdi></p>'


def answerer(name: str, language: Language) -> str:
    """Who gave the answer: `answerer("extractive", "en")` ends in "the articles’ sentences"."""
    shown = say("extractive", language) if name == EXTRACTIVE else f"\u2068{name}\u2069"
    return say("answered_by", language, name=shown)


def statements(
    key: str,
    said: Sequence[Statement],
    citations: Sequence[Citation],
    agreement: Sequence[Agreement],
    titles: Mapping[str, str],
    language: Language,
) -> str:
    """What is said, each statement with its chips and how far its sources agree."""
    by_id = {citation.id: citation for citation in citations}
    agreed = {item.statement: item for item in agreement}
    parts = []
    for ordinal, statement in enumerate(said):
        cited = [by_id[n] for n in statement.citations if n in by_id]
        # That sources agree says nothing for a statement that none of them carries.
        held = agreed.get(ordinal) if statement.support != "unsupported" else None
        compared = agreeing(f"{key}-{ordinal}", held, cited, titles, language)
        parts.append(
            f'<section class="statement {statement.support}">'
            f'<blockquote dir="auto">{marked(statement)}</blockquote>'
            f"{support(statement, language)}"
            f'<div class="chips">{"".join(chip(c, titles, language) for c in cited)}</div>'
            f"{compared}"
            "</section>"
        )
    return "".join(parts)


def marked(statement: Statement) -> str:
    """The statement's text with the words that answer in bold."""
    parts, done = [], 0
    for start, end in sorted(statement.highlight):
        if start < done:
            continue
        parts += [
            escape(statement.text[done:start]),
            f"<strong>{escape(statement.text[start:end])}</strong>",
        ]
        done = end
    return "".join(parts) + escape(statement.text[done:])


def support(statement: Statement, language: Language) -> str:
    """A line that tells a model's words from an article's; nothing for the latter."""
    if statement.support == "verbatim":
        return ""
    return f'<p class="support">{escape(say(statement.support, language))}</p>'


def reference(citation: Citation) -> str:
    """The attributes by which the page's script opens a citation's article at its sentence."""
    return (
        f'data-source="{escape(citation.source)}" data-sentence="{citation.sentence}"'
        f' data-sha="{escape(citation.sha256)}" data-quote="{escape(citation.quote)}"'
    )


def chip(citation: Citation, titles: Mapping[str, str], language: Language) -> str:
    """A button with the citation's number and its article's title."""
    title = titles.get(citation.source, citation.source)
    label = say("open_citation", language, n=citation.id, title=title, s=citation.sentence)
    return (
        f'<button type="button" class="chip" {reference(citation)} title="{escape(label)}"'
        f' aria-label="{escape(label)}"><b>{citation.id}</b>'
        f'<bdi dir="auto">{escape(shorten(title))}</bdi></button>'
    )


def agreeing(
    key: str,
    agreement: Agreement | None,
    cited: Sequence[Citation],
    titles: Mapping[str, str],
    language: Language,
) -> str:
    """How many sources carry a statement and where they differ, over the sentences themselves."""
    if agreement is None or not cited:
        return ""
    labels = [
        (f"differ {item.kind}", "differ", differing(item, agreement.sources, language))
        for item in agreement.differences
    ]
    if agreement.sources > 1:
        words = count(SOURCES_AGREE, agreement.sources, language)
        labels.insert(0, ("agree", "agree", words))
    if len(cited) < 2:
        return f'<p class="single">{escape(say("single", language))}</p>'
    if not labels:
        labels = [("agree", "agree", say("side_by_side", language))]
    area = f"compare-{escape(key)}"
    buttons = "".join(
        f'<button type="button" class="{kind}" data-compare aria-expanded="false"'
        f' aria-controls="{area}">{icon(drawing)}{escape(words)}</button>'
        for kind, drawing, words in labels
    )
    values = [value.text for item in agreement.differences for value in item.values]
    cards = "".join(card(citation, titles, language, values) for citation in cited)
    return (
        f'<div class="agreement">{buttons}</div>'
        f'<div class="compare" id="{area}" hidden>{cards}</div>'
    )


def differing(difference: Difference, sources: int, language: Language) -> str:
    """What the sources differ on, with the values: "Sources differ on a number: 2500 / 900"."""
    key = f"differ_{difference.kind}" if sources > 1 else "differ_within"
    # Each value is isolated, or a Latin one would turn the order of its Arabic neighbours.
    values = " / ".join(f"\u2068{value.text}\u2069" for value in difference.values)
    return f"{say(key, language)}: {values}"


def card(
    citation: Citation,
    titles: Mapping[str, str],
    language: Language,
    values: Sequence[str] = (),
) -> str:
    """A sentence with where it stands; `values` are set off within it."""
    title = titles.get(citation.source, citation.source)
    place = say("sentence_of", language, s=citation.sentence)
    return (
        f'<button type="button" class="card" {reference(citation)}>'
        f'<span class="quote" dir="auto">{emphasised(citation.quote, values)}</span>'
        f'<span class="where"><bdi dir="auto">{escape(shorten(title))}</bdi>'
        f'<span class="place">{escape(place)}</span></span></button>'
    )


def emphasised(text: str, values: Sequence[str]) -> str:
    """The text with each of the values set off: `emphasised("2 < 3", ["3"])`."""
    found = sorted({value for value in values if value}, key=len, reverse=True)
    if not found:
        return escape(text)
    parts = re.split(f"({'|'.join(map(re.escape, found))})", text)
    return "".join(
        f"<em>{escape(part)}</em>" if n % 2 else escape(part) for n, part in enumerate(parts)
    )


def refusal(answer: Answer, titles: Mapping[str, str], language: Language) -> str:
    """That the sources do not say, and the nearest they come."""
    nearest = "".join(card(citation, titles, language) for citation in answer.nearest)
    heading = f"<h3>{escape(say('nearest', language))}</h3>" if nearest else ""
    return (
        f'<p class="refused" dir="auto">{escape(answer.text)}</p>'
        f'{heading}<div class="nearest">{nearest}</div>'
    )


def actions(key: str, shared: bool, thumb: str | None, language: Language) -> str:
    """The buttons under an answer."""
    names = ("copy", "share", "retry", "up", "down") if shared else ("copy", "retry")
    buttons = "".join(
        f'<button type="button" data-action="{name}" title="{escape(say(name, language))}"'
        f' aria-label="{escape(say(name, language))}"'
        f"{pressed(name, thumb)}>{icon(name)}</button>"
        for name in names
    )
    return f'<div class="actions" data-answer="{escape(key)}">{buttons}</div>'


def pressed(name: str, thumb: str | None) -> str:
    """The state of a thumb's button; nothing for the others."""
    if name not in ("up", "down"):
        return ""
    return f' aria-pressed="{"true" if name == thumb else "false"}"'


def plain(answer: Answer, titles: Mapping[str, str], language: Language) -> str:
    """The answer with its citations as text, for the clipboard."""
    lines = [answer.question, "", answer.text, "", answerer(answer.answerer, language)]
    if answer.short:
        words = f"{say('short', language)} {answer.short.text} [{answer.short.citation}]"
        lines.insert(2, words)
    if answer.note:
        lines.insert(2, answer.note)
    for citation in answer.citations:
        title = titles.get(citation.source, citation.source)
        place = say("sentence_of", language, s=citation.sentence)
        comma = "،" if language == "ar" else ","
        where = f"{title} ({citation.source}{comma} {place})"
        lines.append(f"\n[{citation.id}] {citation.quote}\n— {where}")
    return "\n".join(lines)
