"""How sure an answer is: one scale above the threshold, the same words on every surface."""

import io
import re
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from serving import Known, answer, running

import ui
from rag.confidence import FAIR, HIGH, THRESHOLD, level
from ui import chat_view
from ui.app import build
from ui.console import Screen
from ui.kept import Kept
from ui.security import Access
from ui.service import Service
from ui.sureness import WORDS

WIDGET = (Path(ui.__file__).parent / "static" / "embed.js").read_text("utf-8")


def test_the_levels_part_what_is_above_the_threshold() -> None:
    assert THRESHOLD < FAIR < HIGH < 1
    assert [level(sure) for sure in (1, HIGH, FAIR, THRESHOLD)] == ["high", "high", "fair", "low"]


@pytest.mark.parametrize(("sure", "name"), [(0.95, "high"), (0.6, "fair"), (0.35, "low")])
def test_the_surfaces_say_it_in_the_same_words(tmp_path: Path, sure: float, name: str) -> None:
    given = answer(confidence=sure)
    words = WORDS[level(sure)]
    assert words is WORDS[name]  # type: ignore[index]
    terminal = io.StringIO()
    Screen(terminal).answer(given)
    assert words["ar"] in terminal.getvalue()
    for language in ("ar", "en"):
        assert words[language] in chat_view.turn(given, {}, language)
    with closing(Kept.open(tmp_path)) as kept:
        service = Service(Known(), kept)  # type: ignore[arg-type]
        kept.keep(given)
        with running(build(service, Access(), chat=False)) as client:
            assert [page(client, language) for language in words] == [
                [each] for each in words.values()
            ]


def page(client: httpx.Client, language: str) -> list[str]:
    html = client.get("/answers/a-1", headers={"Accept-Language": language}).text
    return [said for words in WORDS.values() for said in words.values() if said in html]


def test_the_widget_has_the_same_words_from_the_same_level_on() -> None:
    assert re.findall(r"unsure: '(.*?)'", WIDGET) == list(WORDS["low"].values())
    found = re.search(r"const FAIR = ([\d.]+);", WIDGET)
    assert found is not None
    assert float(found[1]) == pytest.approx(FAIR, abs=1e-3)
