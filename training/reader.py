"""Trains the reader: a cross-encoder that begins as the encoder and reads sentences for a question.

    python -m training.reader FOLDER [--minutes 480] [--sets FOLDER] [--start CHECKPOINT]

FOLDER holds what `training/encoder.py` made. One linear layer over the last states gives seven
numbers a token. A sentence answers as far as its tokens say so in the mean (ANSWERS) and one of
them strongly (PEAK); STARTS and ENDS say where, WAY in the mean whether with yes. A statement
follows as far as its own tokens find support in the mean (FOLLOWS) and none lacks it (LACKS).
"""

import argparse
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertModel

from training import examples, material
from training.examples import IGNORED, YES, Asked, Example

ANSWERS, PEAK, STARTS, ENDS, WAY, FOLLOWS, LACKS = range(7)
BEGIN, PAD, CLOSE = 0, 1, 2
QUESTION_TOKENS, SENTENCE_TOKENS, WINDOW_TOKENS = 48, 110, 400
QUESTION_PREFIX, STATEMENT_PREFIX = "query: ", "passage: "
TOKENS_A_STEP = 3_072
LENGTHS = (48, 64, 96, 128, 160, 192, 224, 256, 320, 400)
POOL = 192
"""Examples sorted by length together, of which steps are made."""
RATE, DECAY, WARM = 1.5e-4, 0.01, 0.06
AVERAGED = 0.99
"""Weights are averaged over some hundred steps: what ships is not the chance of the last one."""
REPORT_S = 600


@dataclass(frozen=True, slots=True)
class Row:
    """A window as tokens, with the places of what is labelled."""

    ids: list[int]
    head: int
    """Tokens of the question or statement, which begin at 1."""
    places: list[tuple[int, int]]
    """Where each sentence's tokens begin and end, its closing mark not counted."""
    labels: list[int]
    span: tuple[int, int, int, int] | None
    """First and last token of the answer, and those of its sentence."""
    way: tuple[int, int] | None
    follows: int
    example: int


class Reader(torch.nn.Module):
    """The encoder and one linear layer over its last states."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = torch.nn.Linear(encoder.config.hidden_size, 7)
        torch.nn.init.normal_(self.head.weight, std=0.02)
        torch.nn.init.zeros_(self.head.bias)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        logits: torch.Tensor = self.head(states)
        return logits


def rows(tokenizer: Tokenizer, example: Example, number: int) -> Iterator[Row]:
    """The windows of an example as tokens."""
    prefix = STATEMENT_PREFIX if example.statement else QUESTION_PREFIX
    limit = SENTENCE_TOKENS if example.statement else QUESTION_TOKENS
    head = tokenizer.encode(prefix + example.text, add_special_tokens=False).ids[:limit]
    for window in example.windows:
        ids = [BEGIN, *head, CLOSE]
        places, labels, span = [], [], None
        for at, sentence in enumerate(window.sentences):
            made = tokenizer.encode(sentence, add_special_tokens=False)
            size = min(len(made.ids), SENTENCE_TOKENS)
            if not size or len(ids) + size + 1 > WINDOW_TOKENS:
                break
            first = len(ids)
            if at == window.at and window.span is not None:
                inside = [
                    i for i, (start, end) in enumerate(made.offsets[:size])
                    if start < window.span[1] and end > window.span[0]
                ]  # fmt: skip
                if inside:
                    span = (first + inside[0], first + inside[-1], first, first + size - 1)
            ids += [*made.ids[:size], CLOSE]
            places.append((first, first + size))
            labels.append(window.labels[at])
        way = None
        if window.way != IGNORED and 0 <= window.at < len(places):
            way = (window.at, window.way)
        yield Row(ids, len(head), places, labels, span, way, example.follows, number)


def batch(made: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor]:
    """Token numbers and mask of rows, padded to one of few shapes: each new one is compiled."""
    length = _length(made)
    ids = torch.full((max(len(made), TOKENS_A_STEP // length), length), PAD)
    for at, row in enumerate(made):
        ids[at, : len(row.ids)] = torch.tensor(row.ids)
    mask = (ids != PAD).long()
    mask[len(made) :, 0] = 1  # a row of padding alone would be no number
    return ids, mask


def _length(made: Sequence[Row]) -> int:
    longest = max(len(row.ids) for row in made)
    return next((length for length in LENGTHS if length >= longest), WINDOW_TOKENS)


def peak(values: torch.Tensor) -> torch.Tensor:
    """The logarithm of the mean of the powers: near the largest of the values."""
    return torch.logsumexp(values, 0) - math.log(len(values))


def answers(logits: torch.Tensor, row: Row) -> torch.Tensor:
    """How far each sentence of a row answers."""
    return torch.stack(
        [logits[a:z, ANSWERS].mean() + peak(logits[a:z, PEAK]) for a, z in row.places]
    )


def follows(logits: torch.Tensor, row: Row) -> torch.Tensor:
    """How far the statement of a row follows."""
    own = logits[1 : 1 + row.head]
    return own[:, FOLLOWS].mean() - peak(-own[:, LACKS])


def loss(logits: torch.Tensor, made: Sequence[Row]) -> torch.Tensor:
    """The mean over examples of what each part misses.

    For a question: cross-entropy over all its sentences and "none" (whose logit is 0), a yes or
    no for each sentence, and the ends of the answer within its sentence.
    """
    parts = []
    by_example: dict[int, list[int]] = {}
    for at, row in enumerate(made):
        by_example.setdefault(row.example, []).append(at)
    for members in by_example.values():
        first = made[members[0]]
        if first.follows != IGNORED:
            wanted = torch.tensor(float(first.follows))
            score = follows(logits[members[0]], first)
            parts.append(functional.binary_cross_entropy_with_logits(score, wanted))
            continue
        scores = torch.cat([answers(logits[at], made[at]) for at in members if made[at].places])
        labels = torch.tensor([label for at in members for label in made[at].labels])
        scores, labels = scores[labels != IGNORED], labels[labels != IGNORED]
        if not len(scores):
            continue
        every = torch.logsumexp(torch.cat([scores, torch.zeros(1)]), 0)
        right = scores[labels == YES] if (labels == YES).any() else torch.zeros(1)
        found = every - torch.logsumexp(right, 0)
        found = found + functional.binary_cross_entropy_with_logits(scores, labels.float())
        for at in members:
            row = made[at]
            if row.span is not None:
                start, end, low, high = row.span
                for place, channel in ((start, STARTS), (end, ENDS)):
                    inside = logits[at, low : high + 1, channel]
                    found = found + 0.3 * (torch.logsumexp(inside, 0) - inside[place - low])
            if row.way is not None:
                place, way = row.way
                start, end = row.places[place]
                found = found + 0.5 * functional.binary_cross_entropy_with_logits(
                    logits[at, start:end, WAY].mean(), torch.tensor(float(way))
                )
        parts.append(found)
    return torch.stack(parts).mean()


Draw = Callable[[], Example]


def steps(draw: Draw, tokenizer: Tokenizer) -> Iterator[list[Row]]:
    """Rows for one step after another, of about TOKENS_A_STEP tokens, of like length."""
    number = 0
    while True:
        pool = [list(rows(tokenizer, draw(), number + at)) for at in range(POOL)]
        number += POOL
        pool.sort(key=lambda group: max(len(row.ids) for row in group))
        batches: list[list[Row]] = [[]]
        for group in pool:
            together = [*batches[-1], *group]
            if len(together) * _length(together) > TOKENS_A_STEP and batches[-1]:
                batches.append([])
            batches[-1].extend(group)
        random.shuffle(batches)
        yield from batches


def drawer(folder: Path, sets: Path | None, encoder: Path, rng: random.Random) -> Draw:
    """What gives a random example: of the material mostly, and of public sets where given."""
    from training.likeness import alike

    train = material.of(material.load(folder), "train")
    others = alike(train, encoder)
    questions: list[Asked] = []
    for article in train:
        questions += examples.asked(article, others.get(article.id, ()))
    statements = [pair for article in train for pair in examples.stated(article)]
    sentences = [sentence for article in train for sentence in article.sentences]
    public: list[Asked] = []
    pairs: list[tuple[str, str]] = []
    if sets is not None:
        public += examples.squad(sets / "xquad.ar.json")
        public += examples.squad(sets / "xquad.ar.json", sets / "xquad.en.json")
        public += examples.squad(sets / "arcd-train.json")
        pairs = list(
            zip(
                (sets / "ntrex.arb.txt").read_text(encoding="utf-8").splitlines(),
                (sets / "ntrex.eng.txt").read_text(encoding="utf-8").splitlines(),
                strict=True,
            )
        )
    print(f"{len(train)} articles, {len(questions)} questions, {len(statements)} statements,"
          f" {len(public)} public questions", flush=True)  # fmt: skip
    queue: list[Asked] = []
    told: list[tuple[material.Statement, material.Article]] = []

    def draw() -> Example:
        lot = rng.random()
        if lot < 0.62 or not public:
            if not queue:
                queue.extend(rng.sample(questions, len(questions)))
            return examples.drawn(queue.pop(), rng)
        if lot < 0.85:
            if not told:
                told.extend(rng.sample(statements, len(statements)))
            return examples.judged(*told.pop(), rng)
        if lot < 0.96:
            return examples.drawn(rng.choice(public), rng)
        return (
            examples.translated(pairs, rng)
            if lot < 0.985
            else examples.repeated(rng.choice(sentences), rng)
        )

    return draw


@torch.no_grad()
def read(model: Reader, made: Sequence[Row]) -> list[torch.Tensor]:
    """The logits of rows, each without padding."""
    found: list[torch.Tensor] = [torch.empty(0)] * len(made)
    order = sorted(range(len(made)), key=lambda at: len(made[at].ids))
    while order:
        chosen = [order.pop(0)]
        while order and (len(chosen) + 1) * _length([made[order[0]]]) <= TOKENS_A_STEP:
            chosen.append(order.pop(0))
        ids, mask = batch([made[at] for at in chosen])
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(ids, mask).float()
        for row, at in enumerate(chosen):
            found[at] = logits[row, : len(made[at].ids)]
    return found


def report(model: Reader, tokenizer: Tokenizer, articles: Sequence[material.Article]) -> str:
    """How it reads articles: right sentence first, AUC of refusing, spans, statements."""
    model.eval()
    questions = [one for article in articles for one in examples.asked(article)]
    stated = [pair for article in articles for pair in examples.stated(article)]
    made: list[Row] = []
    for number, one in enumerate(questions):
        made += rows(tokenizer, examples.whole(one), number)
    for number, (statement, article) in enumerate(stated, start=len(questions)):
        made += rows(tokenizer, examples.judged(statement, article, None), number)
    logits = read(model, made)
    scores: dict[int, list[float]] = {}
    spans = []
    for row, found in zip(made, logits, strict=True):
        if row.follows != IGNORED:
            scores[row.example] = [float(follows(found, row))]
            continue
        scores.setdefault(row.example, []).extend(answers(found, row).tolist())
        if row.span is not None:
            start, end, low, high = row.span
            first, last = (int(found[low : high + 1, c].argmax()) + low for c in (STARTS, ENDS))
            spans.append(_overlap(first, last, start, end))
    best = np.array([max(scores[n]) for n, one in enumerate(questions) if one.gold])
    right = np.array([np.argmax(scores[n]) in q.gold for n, q in enumerate(questions) if q.gold])
    none = np.array([max(scores[n]) for n, one in enumerate(questions) if not one.gold])
    verdicts = np.array([scores[len(questions) + n][0] for n in range(len(stated))])
    true = np.array([statement.true for statement, _ in stated])
    model.train()
    grid = np.quantile(np.concatenate([best, none]), np.linspace(0, 1, 99))
    cited, refused = max((((right & (best > t)).mean(), (none <= t).mean()) for t in grid), key=min)
    kept, caught = max(
        (((verdicts[true] > t).mean(), (verdicts[~true] <= t).mean())
         for t in np.quantile(verdicts, np.linspace(0, 1, 99))), key=min,
    )  # fmt: skip
    return (
        f"@1 {right.mean():.3f}, AUC {_auc(best, none):.3f}, cited {cited:.2f} refused"
        f" {refused:.2f}, span F1 {np.mean(spans):.2f}, statements AUC"
        f" {_auc(verdicts[true], verdicts[~true]):.3f}, kept {kept:.2f} caught {caught:.2f}"
    )


def _auc(above: "np.ndarray[Any, Any]", below: "np.ndarray[Any, Any]") -> float:
    return float((above[:, None] > below[None, :]).mean())


def _overlap(first: int, last: int, start: int, end: int) -> float:
    """F1 of two stretches of tokens."""
    both = max(0, min(last, end) - max(first, start) + 1)
    return 2 * both / max(1, (max(0, last - first + 1) + end - start + 1))


def main() -> None:
    """Train for some minutes, reporting every ten on the part that decides."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="what training/encoder.py made")
    parser.add_argument("--minutes", type=float, default=480)
    parser.add_argument("--sets", type=Path, help="folder of XQuAD, ARCD and NTREX")
    parser.add_argument("--material", type=Path, default=material.ARTICLES)
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=RATE)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    model = Reader(
        BertModel.from_pretrained(
            options.folder / "encoder",
            add_pooling_layer=False,
            attn_implementation="eager",
            attention_probs_dropout_prob=0.0,
        )
    ).train()
    if options.start is not None:
        model.load_state_dict(torch.load(options.start))
    draw = drawer(options.material, options.sets, options.folder, random.Random(options.seed))
    held = material.of(material.load(options.material), "decide")
    average = train(model, steps(draw, tokenizer), options, lambda m: report(m, tokenizer, held))
    print(report(average, tokenizer, held))


def train(
    model: Reader,
    batches: Iterator[list[Row]],
    options: argparse.Namespace,
    judge: Callable[[Reader], str],
) -> Reader:
    """The average of the model's weights over its last steps, also saved as reader.pt."""
    flat = [p for p in model.parameters() if p.ndim < 2]
    heavy = [p for p in model.parameters() if p.ndim >= 2]
    optimizer = torch.optim.AdamW(
        [{"params": heavy, "weight_decay": DECAY}, {"params": flat, "weight_decay": 0.0}],
        lr=options.rate, betas=(0.9, 0.98), eps=1e-6,
    )  # fmt: skip
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGED)
    )
    began = told = time.time()
    misses: list[float] = []
    for made in batches:
        gone = (time.time() - began) / 60 / options.minutes
        if gone >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(gone / WARM, max(0.02, (1 - gone) / (1 - WARM)))
        ids, mask = batch(made)
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(ids, mask)
        missed = loss(logits.float(), made)
        optimizer.zero_grad()
        missed.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        average.update_parameters(model)
        misses.append(missed.item())
        if time.time() - told > REPORT_S:
            told = time.time()
            torch.save(average.module.state_dict(), options.folder / "reader.pt")
            print(f"{gone:.0%}, {len(misses)} steps, loss {np.mean(misses[-100:]):.3f}:",
                  judge(average.module), flush=True)  # fmt: skip
    torch.save(average.module.state_dict(), options.folder / "reader.pt")
    found: Reader = average.module
    return found


if __name__ == "__main__":
    main()
