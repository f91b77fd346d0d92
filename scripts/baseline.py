"""A plain Lucene-style Arabic BM25, to measure Isnad against: light10 stems, k1 1.2, b .75."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.arabic import STOP_WORDS, tokens
from index.sentences import split
from rag.squad import Squad

K1, B = 1.2, 0.75
PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال", "و")
SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def light10(word: str) -> str:
    """Lucene's ArabicStemmer: one prefix, then every suffix in turn."""
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= (3 if prefix == "و" else 2):
            word = word[len(prefix) :]
            break
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            word = word[: -len(suffix)]
    return word


def analyse(text: str) -> list[str]:
    return [light10(t.form) for t in tokens(text) if t.form not in STOP_WORDS]


class LuceneBaseline:
    """Ranks the sentences of some texts by BM25 of their stems, nothing else."""

    def __init__(self, texts: Mapping[Any, str]) -> None:
        self.places: list[tuple[Any, int, int, str]] = []
        self.postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths: list[int] = []
        for name, text in texts.items():
            for span in split(text):
                sentence = text[span.start : span.end]
                terms = analyse(sentence)
                for term, n in Counter(terms).items():
                    self.postings[term].append((len(self.places), n))
                self.places.append((name, span.start, span.end, sentence))
                lengths.append(len(terms))
        average = sum(lengths) / max(len(lengths), 1)
        self.room = [K1 * (1 - B + B * n / average) for n in lengths]

    def best(self, question: str) -> tuple[Any, int, int, str] | None:
        """The first sentence for a question, if any shares a word with it."""
        scores: dict[int, float] = defaultdict(float)
        for term in set(analyse(question)):
            held = self.postings.get(term, [])
            idf = math.log(1 + (len(self.places) - len(held) + 0.5) / (len(held) + 0.5))
            for place, n in held:
                scores[place] += idf * n / (n + self.room[place])
        if not scores:
            return None
        return self.places[max(scores, key=lambda place: (scores[place], -place))]

    def cited1(self, questions: Path, language: str | None) -> float:
        """Share of the answerable questions of a language whose first sentence holds a gold."""
        right = total = 0
        for line in questions.open(encoding="utf-8"):
            case = json.loads(line)
            if not case["gold"] or language not in (None, case["lang"]):
                continue
            found = self.best(case["question"])
            total += 1
            right += found is not None and any(
                gold["source"] == found[0] and gold["contains"] in found[3] for gold in case["gold"]
            )
        return right / total

    def squad(self, squad: Squad, asked_in: Squad | None) -> tuple[float, float]:
        """sentence@1 and passage@1 of a SQuAD file whose paragraphs, by number, are the texts."""
        wording = {q.id: q.text for q in (asked_in or squad).questions}
        sentence = passage = 0
        for question in squad.questions:
            found = self.best(wording.get(question.id, ""))
            if found is None or found[0] != question.paragraph:
                continue
            passage += 1
            sentence += any(a < found[2] and found[1] < b for a, b in question.answers)
        return sentence / len(squad.questions), passage / len(squad.questions)
