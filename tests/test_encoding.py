"""Token counts: deterministic, without a network, and of articles as they stand."""

import base64
import doctest
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest
import requests
import tiktoken
import tokenizers
from hypothesis import given
from hypothesis import strategies as st

from index import encoding as module
from index.encoding import PATTERN, VOCABULARY, count, encoding, read_ranks
from index.errors import ModelError, SettingError

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(ANY_TEXT)
def test_the_tokens_of_a_text_spell_it(text: str) -> None:
    own = encoding()
    assert own.decode(own.encode_ordinary(text)) == text


@given(ANY_TEXT)
def test_a_text_has_at_most_a_token_per_byte_and_none_only_if_empty(text: str) -> None:
    assert bool(text) <= count(text) <= len(text.encode())


@given(st.text(st.characters(codec="utf-16", categories=["Cs", "L"]), max_size=20))
def test_lone_surrogates_count_too(text: str) -> None:
    assert count(text) >= bool(text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("وقال رئيس الوزراء", 3),
        ("The prime minister said", 4),
        ("مُحَمَّد", 6),
        ("٢٠٢٤", 8),
        ("\r\n\r\n", 4),
    ],
)
def test_counts_do_not_change(text: str, tokens: int) -> None:
    assert count(text) == tokens


@pytest.mark.parametrize("text", ["<|endoftext|>", "<|fim_prefix|> قال <|endofprompt|>"])
def test_special_tokens_in_an_article_are_its_text(text: str) -> None:
    assert encoding().decode(encoding().encode_ordinary(text)) == text
    assert count(text) > 4


def test_news_words_are_few_tokens() -> None:
    """A vocabulary not learned from Arabic takes nearly a token per byte, 10 to a word."""
    text = "أعلنت وزارة الخارجية الأمريكية أن المحادثات بشأن إنهاء مهمة التحالف ستبدأ قريبا"
    assert count(text) <= 2.2 * len(text.split())


@pytest.mark.parametrize("run", ["ا", "ب7", "-", "\n", "ﷺ", "😀"])
def test_a_run_without_a_boundary_takes_no_quadratic_time(run: str) -> None:
    assert count(run * 100_000) > 0


def test_the_vocabulary_holds_every_byte_and_every_rank_once() -> None:
    ranks = read_ranks(VOCABULARY)
    assert {bytes([byte]) for byte in range(256)} <= ranks.keys()
    assert sorted(ranks.values()) == list(range(len(ranks)))
    assert 7_000 <= len(ranks) <= 9_000
    lines = VOCABULARY.read_text(encoding="ascii").splitlines()
    assert len(lines) == len(ranks)
    assert lines[0] == f"{base64.b64encode(b'!').decode()} 0"


def test_tiktoken_and_the_trainers_library_cut_alike() -> None:
    """`tokenizers`, rebuilt from the ranks, is an independent reader of the same vocabulary."""
    by_byte = list(_byte_characters())
    ranks = read_ranks(VOCABULARY)
    own = encoding()
    vocabulary = {"".join(by_byte[byte] for byte in token): rank for token, rank in ranks.items()}
    merges = [
        tuple("".join(by_byte[byte] for byte in part) for part in _parts(token, ranks))
        for token in sorted(ranks, key=ranks.__getitem__)
        if len(token) > 1
    ]
    other = tokenizers.Tokenizer(tokenizers.models.BPE(vocabulary, merges))
    other.pre_tokenizer = tokenizers.pre_tokenizers.Sequence(
        [
            tokenizers.pre_tokenizers.Split(tokenizers.Regex(PATTERN), behavior="isolated"),
            tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    for text in [
        "انسحبت القوات الأمريكية من العراق في 18 ديسمبر/كانون الأول 2011.",
        "قُتل 3 جنود، وأُصيب 34 آخرون؛ «هجوم الأحد» — قاعدة في الأردن؟",
        "US-led coalition troops (about 2,500) could leave Iraq by 2025, he said…",
        "السَّلامُ عَلَيْكُمْ  \t\n مسافات   كثيرة 😀",
    ]:
        assert other.encode(text).ids == own.encode_ordinary(text)


def _byte_characters() -> Iterator[str]:
    """GPT-2's character for each byte, 0 to 255."""
    shifted = 0
    for byte in range(256):
        if 0x21 <= byte < 0x7F or (0xA1 <= byte < 0x100 and byte != 0xAD):
            yield chr(byte)
        else:
            yield chr(0x100 + shifted)
            shifted += 1


def _parts(token: bytes, ranks: dict[bytes, int]) -> list[bytes]:
    """The two tokens a token is merged from: BPE over its bytes with lower ranks only."""
    parts = [bytes([byte]) for byte in token]
    while len(parts) > 2:
        joined = [ranks.get(one + next_, len(ranks)) for one, next_ in pairwise(parts)]
        at = joined.index(min(joined))
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    return parts


def test_an_encoding_is_loaded_once() -> None:
    assert encoding() is encoding()
    assert encoding("isnad").name == "isnad"


def test_an_unknown_encoding_is_a_setting_error_that_names_the_setting() -> None:
    with pytest.raises(SettingError, match="ISNAD_ENCODING: no encoding is named 'cl100k'"):
        encoding("cl100k")


def test_a_hosted_encoding_without_a_network_is_a_model_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(name: str) -> tiktoken.Encoding:
        raise requests.ConnectionError(name)

    monkeypatch.setattr(tiktoken, "get_encoding", refuse)
    with pytest.raises(ModelError, match=r"ISNAD_ENCODING.*'o200k_base'.*'isnad' needs no network"):
        encoding("o200k_base")


def test_a_hosted_encoding_is_tiktokens(monkeypatch: pytest.MonkeyPatch) -> None:
    own = encoding()
    monkeypatch.setattr(tiktoken, "get_encoding", lambda name: own)
    encoding.cache_clear()
    try:
        assert count("قال", "o200k_base") == count("قال")
    finally:
        encoding.cache_clear()


def test_importing_the_module_does_not_import_tiktoken() -> None:
    code = "import index.encoding, sys; sys.exit('tiktoken' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0
