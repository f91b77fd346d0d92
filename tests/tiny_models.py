"""Models of a hundred kilobytes with random weights, made without a network."""

from pathlib import Path
from typing import Any

SIZE = 32


def embedding(path: Path, *, size: int = SIZE, prompts: dict[str, str] | None = None) -> Path:
    """A sentence-transformers model in a folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    parts = path.with_name(f"{path.name}-parts")
    _save(BertModel(_config(size)), parts)
    body = Transformer(str(parts), max_seq_length=128)
    model = SentenceTransformer(modules=[body, Pooling(size)], device="cpu", prompts=prompts or {})
    model.save(str(path), create_model_card=False)
    return path


def cross_encoder(path: Path, classes: tuple[str, ...] = ("relevance",)) -> Path:
    """A cross-encoder in a folder: a re-ranker, or with more classes a judge of inference."""
    from transformers import BertForSequenceClassification

    names = dict(enumerate(classes))
    numbers = {name: place for place, name in names.items()}
    config = _config(SIZE, num_labels=len(classes), id2label=names, label2id=numbers)
    return _save(BertForSequenceClassification(config), path)


def language_model(path: Path) -> Path:
    """What is neither: a model that was only taught to fill gaps."""
    from transformers import BertForMaskedLM

    return _save(BertForMaskedLM(_config(SIZE)), path)


def _config(size: int, **more: Any) -> Any:
    import torch
    from transformers import BertConfig

    torch.manual_seed(0)
    return BertConfig(
        vocab_size=len(_vocabulary()),
        hidden_size=size,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
        **more,
    )


def _save(model: Any, path: Path) -> Path:
    from tokenizers import Tokenizer, models, pre_tokenizers
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordPiece(_vocabulary(), unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    model.save_pretrained(path)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        model_max_length=128,
    ).save_pretrained(path)
    return path


def _vocabulary() -> dict[str, int]:
    letters = [chr(c) for c in (*range(33, 127), *range(0x621, 0x64B))]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    return {word: number for number, word in enumerate(words)}
