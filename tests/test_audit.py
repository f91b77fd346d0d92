"""The audit looks at what a default install brings, and lets no licence through unseen."""

import importlib.util
import json
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("audit", ROOT / "scripts" / "audit.py")
assert SPEC is not None
assert SPEC.loader is not None
audit = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(audit)


def test_a_default_install_is_what_isnad_needs_and_no_more() -> None:
    found = audit.closure("isnad")
    assert {"isnad", "chromadb", "gradio", "numpy", "h11"} <= set(found)
    assert not {"pytest", "mypy", "openai", "langchain-openai"} & set(found)
    assert "langchain-openai" in audit.closure("isnad", ["openai"])


def test_what_is_pinned_is_what_is_audited() -> None:
    pins = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    named = {audit.canonicalize_name(line.partition("==")[0]) for line in pins}
    of_python = {"setuptools"}  # torch wants it; an environment has its own
    assert {*audit.closure("isnad")} - {"isnad"} - of_python <= named


@pytest.mark.parametrize(
    ("licence", "fine"),
    [("MIT", True), ("MIT License", True), ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
     ("Apache Software License; MIT License", True), ("Apache License, Version 2.0", True),
     ("Mozilla Public License 2.0 (MPL 2.0)", True),
     ("Apache-2.0 WITH LLVM-exception AND MIT", True),
     ("MIT License\n\nCopyright (c) 2022", True),
     ("GPL-3.0-only", False), ("MIT AND GPL-2.0-or-later", False), ("LGPLv3+", False),
     ("GNU General Public License v3 (GPLv3)", False), ("AGPL-3.0", False), ("UNKNOWN", False),
     ("", False), ("Apache-2.0 WITH GPL-exception", False), ("BSD License; GPL", False)],
)  # fmt: skip
def test_licences(licence: str, fine: bool) -> None:
    assert (audit.refused([{"Name": "x", "License": licence}]) == []) == fine


def test_a_bill_is_of_these_packages_alone() -> None:
    bill = {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": [{"name": n, "bom-ref": n} for n in ("Jinja2", "pytest", "markupsafe")],
        "dependencies": [{"ref": "root", "dependsOn": ["Jinja2", "pytest"]},
                         {"ref": "pytest", "dependsOn": ["Jinja2"]},
                         {"ref": "Jinja2", "dependsOn": ["markupsafe"]}, {"ref": "markupsafe"}],
    }  # fmt: skip
    made = audit.pruned(bill, ["jinja2", "MarkupSafe"])
    assert [each["name"] for each in made["components"]] == ["Jinja2", "markupsafe"]
    assert {each["ref"]: each["dependsOn"] for each in made["dependencies"]} == {
        "root": ["Jinja2"], "Jinja2": ["markupsafe"], "markupsafe": [],
    }  # fmt: skip


def test_a_report_that_says_nothing_is_not_taken_for_a_good_one() -> None:
    unknown = {"name": "a", "skip_reason": "not found"}
    clean = {"name": "b", "version": "1", "vulns": []}
    bad = {"name": "c", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}
    assert audit.faults("") is None
    assert audit.faults(json.dumps({"dependencies": [unknown]})) == ([], 0, 1)
    assert audit.faults(json.dumps({"dependencies": [unknown, clean, bad]})) == (
        ["c 2: CVE-1, mended in 3"], 2, 1,
    )  # fmt: skip


def test_the_tools_are_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    tools = [each.partition(">=")[0] for each in project["optional-dependencies"]["audit"]]
    pins = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text().split()}
    assert tools == ["cyclonedx-bom", "pip-audit", "pip-licenses"]
    assert {*tools} <= pins
