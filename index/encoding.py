"""Counts tokens, with a byte-level BPE vocabulary of our own that needs no network."""

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelError, SettingError

if TYPE_CHECKING:
    import tiktoken

OWN = "isnad"
"""The name of our own vocabulary; every other name is one of tiktoken's hosted ones."""

VOCABULARY = Path(__file__).parent / "data" / "vocabulary.tiktoken"
"""About 8,000 tokens learned from NTREX-128 by scripts/make_vocabulary.py."""

PATTERN = r" ?[\p{L}\p{M}]+| ?\p{N}{1,3}| ?[^\s\p{L}\p{M}\p{N}]+|\s+"
"""What BPE never merges across: words with their vowel marks, up to three digits, other marks.

No look-ahead, so that tiktoken and the trainer's engine cut alike, and in linear time.
"""


@cache
def encoding(name: str = OWN) -> "tiktoken.Encoding":
    """The encoding of that name, loaded once a process.

    Args:
        name: "isnad" for our own vocabulary, else a name that tiktoken knows ("o200k_base").

    Raises:
        SettingError: tiktoken knows no encoding of that name.
        ModelError: the hosted vocabulary could not be downloaded.
    """
    import tiktoken  # 40 ms that a question, which counts no tokens, need not pay

    if name == OWN:
        ranks = read_ranks(VOCABULARY)
        return tiktoken.Encoding(OWN, pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})
    if name not in tiktoken.list_encoding_names():
        known = ", ".join([OWN, *tiktoken.list_encoding_names()])
        raise SettingError(f"ISNAD_ENCODING: no encoding is named {name!r}; known are {known}")
    try:
        return tiktoken.get_encoding(name)
    except OSError as error:  # requests' errors are OSErrors too
        raise ModelError(
            f"ISNAD_ENCODING: the vocabulary of {name!r} is a download and could not be had"
            f" ({type(error).__name__}); {OWN!r} needs no network"
        ) from error


def count(text: str, name: str = OWN) -> int:
    """The number of tokens of a text; "<|endoftext|>" in an article counts as the text it is.

    Raises:
        SettingError, ModelError: as `encoding` does.

    >>> count("السلام عليكم")
    5
    """
    return len(encoding(name).encode_ordinary(text))


def read_ranks(path: Path) -> dict[bytes, int]:
    """The tokens of a file in tiktoken's format, each with its rank.

    tiktoken's own reader is not used, since it copies what it reads into a shared cache folder.
    """
    lines = path.read_text(encoding="ascii").splitlines()
    return {base64.b64decode(token): int(rank) for token, rank in map(str.split, lines)}
