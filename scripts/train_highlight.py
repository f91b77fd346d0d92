"""Learn the weights of the short answer from questions with marked answers (SQuAD format).

    python scripts/train_highlight.py OUT FILE...      learn from all files and write OUT
    python scripts/train_highlight.py --test FILE FILE...   learn from the others, try on the first
    python scripts/train_highlight.py --cross FILE FILE...  try on parts held back

A log-linear choice among the stretches of the gold sentence, for the highest expected
token F1. Our weights come from
XQuAD-ar (CC BY-SA 4.0) and ARCD's training part (MIT).
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

sys.path.insert(0, str(Path(__file__).parent.parent))
from index.arabic import tokens
from index.sentences import split
from rag.highlight import UNMARKED, choose
from rag.query import parse
from rag.spans import Scene, evidence, scene, stretches

FOLDS = 4
RIDGE = 0.5
USEFUL = 0.4
"""F1 the best stretch must reach for a question to teach anything."""
RARE = 25
"""Stretches an evidence must occur in to get a weight."""
Case = tuple[Scene, str]


def cases(path: Path, questions: dict[str, str] | None = None) -> Iterator[Case]:
    """Gold sentences as seen by their question, with the answer."""
    return (case for article in articles(path, questions) for case in article)


def articles(path: Path, questions: dict[str, str] | None = None) -> Iterator[list[Case]]:
    """The cases of a file, article by article."""
    for article in json.loads(path.read_text("utf-8"))["data"]:
        yield list(_of_article(article, questions))


def _of_article(article: dict[str, Any], questions: dict[str, str] | None) -> Iterator[Case]:
    for paragraph in article["paragraphs"]:
        context = paragraph["context"]
        spans = split(context)
        for asked in paragraph["qas"]:
            answer = asked["answers"][0]
            at = answer["answer_start"]
            own = next((s for s in spans if s.start <= at < s.end), None)
            if own is not None:
                text = questions[asked["id"]] if questions else asked["question"]
                yield scene(parse(text), context[own.start : own.end]), answer["text"]


def f1(one: str, other: str) -> float:
    """The token F1 of SQuAD over folded words."""
    a, b = (Counter(token.form for token in tokens(text)) for text in (one, other))
    same = sum((a & b).values())
    return 2 * same / (sum(a.values()) + sum(b.values())) if same else 0.0


def learn(known: list[Case]) -> dict[str, float]:
    """The weights, by evidence and by evidence with the kind of question."""
    rows: list[list[str]] = []
    goals: list[float] = []
    sizes: list[int] = []
    for seen, answer in known:
        places = list(stretches(seen))
        own = [f1(_text(seen, place), answer) for place in places]
        if seen.kind in UNMARKED or max(own, default=0.0) < USEFUL:
            continue
        sizes.append(len(places))
        goals += own
        for place in places:
            names = evidence(seen, *place)
            rows.append([*names, *(f"{seen.kind}: {name}" for name in names)])
    counts = Counter(name for row in rows for name in row)
    column = {name: i for i, name in enumerate(n for n, c in counts.items() if c >= RARE)}
    ends = np.cumsum([0, *(len([1 for n in row if n in column]) for row in rows)])
    places_of = [column[name] for row in rows for name in row if name in column]
    table = csr_matrix((np.ones(len(places_of)), places_of, ends), (len(rows), len(column)))
    starts = np.cumsum([0, *sizes])[:-1]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    gain = np.asarray(goals)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        scores -= np.maximum.reduceat(scores, starts)[owner]
        chance = np.exp(scores)
        chance /= np.add.reduceat(chance, starts)[owner]
        expected = np.add.reduceat(chance * gain, starts) + 1e-9
        pull = chance * (gain / expected[owner] - 1.0)
        value = -np.log(expected).sum() + RIDGE * weights @ weights
        return float(value), -(table.T @ pull) + 2 * RIDGE * weights

    solved = minimize(
        loss, np.zeros(len(column)), jac=True, method="L-BFGS-B", options={"maxiter": 150}
    ).x
    return {name: round(float(solved[i]), 3) for name, i in column.items()}


def _text(seen: Scene, place: tuple[int, int]) -> str:
    start, end = seen.bones.span(*place)
    return seen.bones.text[start:end]


def cross(path: Path, more: list[Path], asked: dict[str, str] | None) -> None:
    """Report on a file in parts by article, each marked with weights of all the rest.

    With `asked`, the questions tried (not those learned from) are in another language.
    """
    parts = list(articles(path))
    tests = list(articles(path, asked))
    always = [case for other in more for case in cases(other)]
    tried = []
    for fold in range(FOLDS):
        rest = [case for i, part in enumerate(parts) if i % FOLDS != fold for case in part]
        weights = learn(rest + always)
        tried += [(case, weights) for part in tests[fold::FOLDS] for case in part]
    report(tried)


def report(known: list[tuple[Case, dict[str, float]]]) -> None:
    """Print the share marked and the mean token F1 where marked, by threshold and by kind."""
    scored = []
    for (seen, answer), weights in known:
        best = None if seen.kind in UNMARKED else choose(seen, weights)
        if best is None:
            scored.append((-1.0, 0.0, seen.kind))
            continue
        start, end = seen.bones.span(*best[1])
        scored.append((best[0], f1(seen.bones.text[start:end], answer), seen.kind))
    scored.sort(reverse=True)
    for share in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0):
        part = scored[: int(len(scored) * share)]
        mean = sum(score for _, score, _ in part) / len(part)
        print(f"marked {share:.0%}  from {part[-1][0]:.3f}  mean F1 {mean:.3f}")
    for kind, number in Counter(kind for _, _, kind in scored).most_common():
        own = [score for _, score, k in scored if k == kind]
        print(f"{kind:11} {number:5}  mean F1 of all {sum(own) / len(own):.3f}")


def main() -> None:
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--cross", type=Path)
    parser.add_argument("--questions", type=Path, help="the same questions in another language")
    parser.add_argument("paths", type=Path, nargs="*")
    given = parser.parse_args()
    asked = None
    if given.questions:
        data = json.loads(given.questions.read_text("utf-8"))["data"]
        asked = {q["id"]: q["question"] for a in data for p in a["paragraphs"] for q in p["qas"]}
    if given.cross:
        cross(given.cross, given.paths, asked)
    elif given.test:
        weights = learn([case for path in given.paths for case in cases(path)])
        report([(case, weights) for case in cases(given.test, asked)])
    else:
        out, *files = given.paths
        weights = learn([case for path in files for case in cases(path)])
        origin = "scripts/train_highlight.py from " + ", ".join(path.name for path in files)
        made = {"provenance": f"learned by {origin}; XQuAD is CC BY-SA 4.0", "weights": weights}
        out.write_text(json.dumps(made, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
