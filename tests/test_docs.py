"""The documents hold: every snippet runs, and every command and setting is named."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from serving import running

from rag.features import NAMES
from rag.pipeline import Pipeline
from ui.app import build
from ui.cli import cli
from ui.kept import Kept
from ui.mcp_tools import TOOLS
from ui.security import access
from ui.service import Service
from ui.settings import describe

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGE = ROOT / "docs" / "integrations.md"
ADDRESS = "http://127.0.0.1:7860"
BLOCK = re.compile(r"^#+ ([^\n]+)$|^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def snippets(*languages: str) -> list[Any]:
    """The blocks of the page in these languages, each under its heading and number."""
    found = []
    heading = ""
    for title, language, code in BLOCK.findall(PAGE.read_text("utf-8")):
        heading = title or heading
        if language in languages:
            found.append(pytest.param(code, id=f"{len(found)}-{heading}"))
    return found


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture(scope="module")
def server(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    everybody = access(host="127.0.0.1", keys=(), public_url="", max_upload=2**20)
    with (
        closing(Kept.open(tmp_path_factory.mktemp("kept"))) as kept,
        running(build(Service(pipeline, kept), everybody, chat=False)) as client,
    ):
        yield str(client.base_url).rstrip("/")


@pytest.mark.parametrize("code", snippets("python"))
def test_python(
    code: str,
    server: str,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(data.parent)
    exec(compile(code.replace(ADDRESS, server), PAGE.name, "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out.strip()


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl on this machine")
@pytest.mark.parametrize("code", snippets("sh"))
def test_shell(code: str, server: str, data: Path, tmp_path: Path) -> None:
    program = tmp_path / "isnad"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ui "$@"\n', "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "ISNAD_DATA": str(data),
    }
    done = subprocess.run(
        ["sh", "-ec", code.replace(ADDRESS, server)],
        cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    out = done.stdout.decode()
    assert out.strip()
    if out.startswith("{"):
        body = json.loads(out)
        assert body.keys() & {"data", "choices", "citations"}


@pytest.mark.parametrize("code", snippets("json"))
def test_the_lines_to_paste(code: str, server: str, data: Path) -> None:
    """An assistant that reads them finds our tools."""
    configured = json.loads(code)
    entry = configured.get("mcpServers", configured.get("servers"))["isnad"]

    async def listed(read: Any, write: Any) -> list[str]:
        async with ClientSession(read, write) as session:
            await session.initialize()
            return [tool.name for tool in (await session.list_tools()).tools]

    async def run() -> list[str]:
        if "url" in entry:
            assert entry.get("type", "http") == "http"
            async with streamable_http_client(entry["url"].replace(ADDRESS, server)) as streams:
                return await listed(streams[0], streams[1])
        assert entry["command"].endswith("/isnad")
        program = StdioServerParameters(
            command=sys.executable,
            args=["-m", "ui", *entry["args"]],
            env={"ISNAD_DATA": str(data)},
            cwd=ROOT,
        )
        async with stdio_client(program) as (read, write):
            return await listed(read, write)

    assert anyio.run(run) == [tool.name for tool in TOOLS]


def test_every_tool_and_its_arguments_are_named() -> None:
    page = PAGE.read_text("utf-8")
    for tool in TOOLS:
        arguments = ", ".join(f"`{name}`" for name in tool.takes.model_fields)
        assert f"| `{tool.name}` ({arguments}) |" in page


def test_every_command_and_setting_is_named() -> None:
    pages = [README, *sorted((ROOT / "docs").glob("*.md"))]
    text = "\n".join(page.read_text("utf-8") for page in pages)
    commands = [f"isnad {name}" for name in cli.commands]
    variables = [setting.variable for setting in describe()]
    assert [name for name in commands if not re.search(rf"\b{name}\b", text)] == []
    assert [name for name in variables if not re.search(rf"\b{name}\b", text)] == []


@pytest.mark.parametrize("page", sorted([*(ROOT / "docs").glob("*.md"), *ROOT.glob("README.md")]))
def test_every_link_within_the_documents_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    anchors = {re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-")
               for h in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}  # fmt: skip
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif "://" not in target:
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_no_figure_is_left_to_fill_in() -> None:
    assert not [
        page.name
        for page in (README, *(ROOT / "docs").glob("*.md"))
        if "@@" in page.read_text("utf-8")
    ]


def test_the_design_counts_the_features_right() -> None:
    assert f"by {len(NAMES)} scale-free" in (ROOT / "docs" / "design.md").read_text("utf-8")
