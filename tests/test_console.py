"""What people see: plain in a pipe, wrapped, coloured and kept in order on a terminal."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer import Agreement, Answer, Citation, Difference, Short, Statement, Value
from rag.question import Language
from ui.console import Screen, agreement_words, confidence_words
from ui.parsers import Color
from ui.plain import visible

QUOTE = "وتنشر الولايات المتحدة 2500 جندي في العراق لتقديم المشورة والمساعدة لقواته المحلية."
AT = QUOTE.index("2500")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def citation(number: int, source: str) -> Citation:
    return Citation(number, source, "", 8, 0, len(QUOTE), QUOTE, "")


def answer(
    language: Language = "en", text: str = QUOTE, sources: tuple[str, ...] = ("a.txt", "b.txt")
) -> Answer:
    values = (Value("2500", (1,)), Value("900", (2,)))
    return Answer(
        id="a-1",
        question="?",
        language=language,
        answered=True,
        confidence=0.93,
        text=f"{text} [1][2]",
        statements=(Statement(text, (1, 2), highlight=((AT, AT + 4),)),),
        citations=tuple(citation(n, source) for n, source in enumerate(sources, 1)),
        agreement=(Agreement(0, len(set(sources)), (Difference("number", values),)),),
        nearest=(),
        answerer="extractive",
    )


def shown(answer: Answer, stream: io.StringIO, color: Color = "auto", width: int = 60) -> str:
    Screen(stream, color, width).answer(answer)
    return stream.getvalue()


def test_a_pipe_gets_plain_lines() -> None:
    assert shown(answer(), io.StringIO()) == (
        f"{QUOTE} [1][2]\n"
        "    2 sources agree\n"
        "    sources differ on a number: «2500» [1] · «900» [2]\n"
        "The sources clearly say this (93%)\n"
        "Answered by the articles' sentences\n"
        "\n"
        "Sources\n"
        f"[1] a.txt, sentence 8\n    {QUOTE}\n"
        f"[2] b.txt, sentence 8\n    {QUOTE}\n"
    )


def test_a_models_answer_says_whose_it_is_and_how_it_stands() -> None:
    said = (
        Statement("It has 2,500.", (1, 2), "supported"),
        Statement("It has 3,500.", (1,), "unsupported"),
    )
    told = replace(
        answer(),
        question="How many troops are in Syria?",
        statements=said,
        agreement=(Agreement(0, 2), Agreement(1, 1)),
        answerer="openai:small",
        note="The language model broke off.",
    )
    out = io.StringIO()
    Screen(out).answer(told, "And in Syria?")
    assert out.getvalue().startswith(
        "Understood as: How many troops are in Syria?\n"
        "The language model broke off.\n"
        "It has 2,500. [1][2]\n"
        "    Written by a language model, checked on its sources\n"
        "    2 sources agree\n"
        "\n"
        "It has 3,500. [1]\n"
        "    No source supports this\n"
        "The sources clearly say this (93%)\n"
        "Answered by openai:small\n"
    )


def test_the_frame_speaks_arabic() -> None:
    out = shown(answer("ar"), io.StringIO())
    assert "يتفق عليه مصدران" in out
    assert "تختلف المصادر في عدد: «2500» [1] · «900» [2]" in out
    assert "الجواب في هذا النص بوضوح (93%)" in out
    assert "[1] a.txt، الجملة 8" in out
    assert "\u2068" not in out


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("en", "2500", "In short: 2500"),
        ("ar", "2500\x1b[1m", "باختصار: 2500"),
        ("en", "No", "In short: No"),
    ],
)
def test_the_short_answer_stands_first(language: Language, text: str, line: str) -> None:
    told = replace(answer(language), short=Short(text, 1, None, None))
    out = shown(told, io.StringIO())
    assert out.split("\n")[0].startswith(line)
    assert out.split("\n")[1].startswith(QUOTE)
    assert "\x1b" not in out


def test_a_source_may_differ_from_itself() -> None:
    out = shown(answer(sources=("a.txt", "a.txt")), io.StringIO())
    assert "the source differs from itself on a number" in out


def test_a_terminal_gets_colour_and_bold() -> None:
    out = shown(answer(), Terminal())
    assert "\x1b[1;32m2500\x1b[0m" in out
    assert all(len(line) < 90 for line in out.splitlines())


def test_no_colour_keeps_the_bold() -> None:
    out = shown(answer(), Terminal(), "never")
    assert "\x1b[1m2500\x1b[0m" in out
    assert "\x1b[36m" not in out


def test_colour_may_be_forced_into_a_pipe() -> None:
    assert "\x1b[1;32m2500" in shown(answer(), io.StringIO(), "always")


def test_directions_are_kept_apart_on_a_terminal_alone() -> None:
    arabic = shown(answer("ar"), Terminal())
    assert "\u2068a.txt\u2069" in arabic
    english = shown(answer("en"), Terminal())
    assert "\u2068a.txt" not in english
    for line in english.splitlines():
        assert line.count("\u2068") == line.count("\u2069")
    assert english.split("\u2069")[0].startswith("\u2068وتنشر")


def test_a_wrapped_quote_loses_nothing() -> None:
    out = shown(answer("ar"), Terminal(), "never", width=40)
    assert " ".join(QUOTE.split()) in " ".join(
        out.replace("\x1b[1m", "").replace("\x1b[0m", "").split()
    )


def test_highlights_survive_what_is_escaped() -> None:
    text = "\x1b" + QUOTE[:-1]
    made = answer(text=text)
    moved = Statement(text, (1, 2), highlight=((AT + 1, AT + 5), (AT + 3, AT + 5)))
    out = shown(
        Answer(**{f: getattr(made, f) for f in Answer.__slots__} | {"statements": (moved,)}),
        Terminal(),
    )
    assert "\x1b[1;32m2500" in out
    assert r"\x1b" in out


@pytest.mark.parametrize(
    ("number", "english", "arabic"),
    [
        (1, "One source says so", "يذكره مصدر واحد"),
        (2, "2 sources agree", "يتفق عليه مصدران"),
        (4, "4 sources agree", "تتفق عليه 4 مصادر"),
        (11, "11 sources agree", "يتفق عليه 11 مصدرًا"),
    ],
)
def test_agreement_in_words(number: int, english: str, arabic: str) -> None:
    assert agreement_words(Agreement(0, number), "en") == english
    assert agreement_words(Agreement(0, number), "ar") == arabic


def test_confidence_in_words() -> None:
    assert confidence_words(0.93, "en") == "The sources clearly say this (93%)"
    assert confidence_words(0.6, "en") == "This is likely the answer (60%)"
    assert confidence_words(0.4, "ar") == "قد يكون هذا الجواب: تحقق من النص (40%)"


@given(st.text())
def test_what_is_visible_can_not_steer_a_terminal(text: str) -> None:
    out = visible(text)
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in out)
    assert not set(out) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
    assert visible(out) == out
