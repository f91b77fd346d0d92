"""Who may know whom: the arrows between the rooms, and what a question may not import."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {"index": {"index"}, "rag": {"index", "rag"}, "ui": {"index", "rag", "ui"}}
"""Each room with those it may know."""
ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"}


def modules() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, at the top or within a function."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: a relative import"
            yield node.module or ""
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func
            label = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if label in {"import_module", "__import__"}:
                yield str(node.args[0].value)


def importers(package: str) -> list[str]:
    return [
        name(path)
        for path in modules()
        if any(module.split(".")[0].startswith(package) for module in imported(path))
    ]


@pytest.mark.parametrize("path", modules(), ids=name)
def test_no_arrow_points_the_other_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    known = {module.split(".")[0] for module in imported(path)} & (
        set(ROOMS) | {"tests", "scripts"}
    )
    assert known <= ROOMS[room], f"{name(path)} may not import {known - ROOMS[room]}"


def test_chroma_and_tantivy_each_stay_in_one_module() -> None:
    assert importers("chromadb") == ["index/vectors.py"]
    assert importers("tantivy") == ["index/words.py"]


def test_langchain_stays_where_models_are_talked_to() -> None:
    allowed = {"index/models.py", "rag/langchain.py", "rag/llm.py"}
    assert set(importers("langchain")) <= allowed


def test_gradio_stays_in_the_chat_page() -> None:
    assert all(module.startswith("ui/chat") for module in importers("gradio"))


def test_opentelemetry_stays_in_what_is_loaded_only_where_it_is_set_up() -> None:
    assert importers("opentelemetry") == ["ui/tracing.py"]


def test_the_environment_is_read_in_one_place() -> None:
    readers = {
        name(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT)
        or (isinstance(node, ast.ImportFrom) and node.module == "os"
            and any(alias.name in ENVIRONMENT for alias in node.names))
    }  # fmt: skip
    assert readers == {"ui/settings.py"}


@pytest.mark.parametrize(
    "question", ["كم عدد الجنود الأمريكيين في العراق؟", "How many US troops are in Iraq?"]
)
def test_a_question_imports_nothing_heavy(encoded: Path, question: str) -> None:
    heavy = """chromadb fastapi gradio langchain langchain_core lightgbm mcp pydantic scipy
        sentence_transformers sklearn tiktoken torch transformers uvicorn""".split()
    code = (
        "import sys; from ui.cli import main; status = main(sys.argv[1:]);"
        f"print(status, sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "ask", question, "--data", str(encoded)],
        cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "utf-8", "ISNAD_EMBEDDER": "embedded"},
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stderr.strip() == "0 []"
