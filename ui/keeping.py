"""Writes an answer with its evidence to a file."""

import json
from pathlib import Path

from index.store import Index
from rag.answer import Answer
from rag.bundle import make, quoted_texts
from rag.recheck import in_index
from ui.version import version


def save(path: Path, answer: Answer, index: Index) -> None:
    """Write the bundle of an answer; OSError where the file can't be written."""
    plain = answer.to_dict()
    bundle = make(plain, quoted_texts(plain, in_index(index)), version())
    text = json.dumps(bundle, ensure_ascii=False, indent=2) + "\n"
    path.write_bytes(text.encode("utf-8", "backslashreplace"))
