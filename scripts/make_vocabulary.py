"""Makes index/data/vocabulary.tiktoken: byte-level BPE learned from NTREX-128, Arabic and English.

Usage: python scripts/make_vocabulary.py NTREX_FOLDER [OUTPUT]

The folder holds ntrex.arb.txt and ntrex.eng.txt (NTREX-128, CC BY-SA 4.0). The same two files
always give the same bytes. The script ends with a check that tiktoken, reading what was written,
cuts every line of both files exactly as the trained tokenizer does.
"""

import base64
from pathlib import Path

import click
import tiktoken
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

from index.encoding import PATTERN, VOCABULARY, read_ranks

FILES = ("ntrex.arb.txt", "ntrex.eng.txt")
SIZE = 8_000
"""Tokens of the vocabulary; from 4,000 sentences more would be learned from words seen twice."""
MIN_FREQUENCY = 2
"""Occurrences of a pair for it to become a token; one alone says nothing."""


def read_lines(folder: Path) -> list[str]:
    """The lines of both languages, without their line ends."""
    return [
        line for name in FILES for line in (folder / name).read_text(encoding="utf-8").splitlines()
    ]


def train(lines: list[str]) -> Tokenizer:
    """A byte-level BPE tokenizer that first cuts a text by PATTERN, as the encoding does."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=SIZE,
        min_frequency=MIN_FREQUENCY,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        special_tokens=[],
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines, trainer)
    return tokenizer


def byte_of_character() -> dict[str, int]:
    """The byte that each character of the byte-level alphabet stands for.

    Bytes that print in Latin-1 stand for themselves; the others, in order, for the characters
    from U+0100 on (the convention of GPT-2's encoder, which `tokenizers` follows).
    """
    printing = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(0x100) if byte not in printing]
    return {chr(byte): byte for byte in printing} | {
        chr(0x100 + at): byte for at, byte in enumerate(others)
    }


def as_tiktoken(tokenizer: Tokenizer) -> str:
    """tiktoken's file format: a line per token, its bytes in base64 and its rank."""
    byte_of = byte_of_character()
    by_rank = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    return "".join(
        f"{base64.b64encode(bytes(byte_of[char] for char in token)).decode()} {rank}\n"
        for token, rank in by_rank
    )


def differences(tokenizer: Tokenizer, encoding: tiktoken.Encoding, lines: list[str]) -> list[str]:
    """The lines that the trained tokenizer and the written vocabulary cut differently."""
    return [line for line in lines if tokenizer.encode(line).ids != encoding.encode_ordinary(line)]


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("output", type=click.Path(path_type=Path), default=VOCABULARY)
def main(folder: Path, output: Path) -> None:
    """Learn the vocabulary from FOLDER and write it to OUTPUT."""
    lines = read_lines(folder)
    tokenizer = train(lines)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(as_tiktoken(tokenizer), encoding="ascii", newline="\n")
    ranks = read_ranks(output)
    encoding = tiktoken.Encoding("isnad", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})
    differing = differences(tokenizer, encoding, lines)
    tokens = sum(map(len, encoding.encode_ordinary_batch(lines)))
    click.echo(f"{len(ranks)} tokens; {len(lines)} lines are {tokens} tokens")
    if differing:
        raise click.ClickException(f"{len(differing)} lines differ, as {differing[0]!r}")


if __name__ == "__main__":
    main()
