"""compose.yaml holds to the Dockerfile, the settings and the documents."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from ui.settings import describe, parse

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
REFERENCE = re.compile(r"\$\{(\w+):-([^}]*)\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture(scope="module")
def isnad(compose: dict[str, Any]) -> dict[str, Any]:
    service = compose["services"]["isnad"]
    assert isinstance(service, dict)
    return service


def of_image(name: str) -> str:
    """A variable that the image sets."""
    found = re.search(rf"\b{name}=(\S+)", DOCKERFILE)
    assert found is not None
    return found[1]


def test_it_writes_to_one_volume_where_the_image_keeps_its_data(
    compose: dict[str, Any], isnad: dict[str, Any]
) -> None:
    assert isnad["read_only"] is True
    ((volume, place),) = [each.split(":") for each in isnad["volumes"]]
    assert volume in compose["volumes"]
    assert f"VOLUME {place}\n" in DOCKERFILE
    assert of_image("ISNAD_DATA").startswith(f"{place}/")
    assert of_image("HOME") == place
    assert isnad["tmpfs"] == ["/tmp"]
    assert isnad["cap_drop"] == ["ALL"]
    assert isnad["security_opt"] == ["no-new-privileges:true"]
    assert "USER 10001" in DOCKERFILE
    assert "user" not in isnad
    assert "privileged" not in isnad


def test_the_port_is_the_images_and_only_this_machines(isnad: dict[str, Any]) -> None:
    (port,) = isnad["ports"]
    address, outside, inside = REFERENCE.sub(r"\2", port).split(":")
    assert address == "127.0.0.1"
    assert outside == inside == of_image("ISNAD_PORT")
    assert f"EXPOSE {inside}\n" in DOCKERFILE


def test_what_it_sets_are_settings_and_defaults_hold(isnad: dict[str, Any]) -> None:
    known = {setting.variable: setting.name for setting in describe()}
    for variable, value in isnad["environment"].items():
        found = REFERENCE.fullmatch(value)
        assert found is not None, f"{variable} can't be set from outside"
        assert found[1] == variable
        if variable.startswith("ISNAD_"):
            assert variable in known
            if found[2]:
                parse(known[variable], found[2])
        else:
            assert variable.startswith("OTEL_")
    # Keys are in the volume, and nothing opens it to everybody by the way.
    assert not {"ISNAD_OPEN", "ISNAD_API_KEYS"} & set(isnad["environment"])


def test_what_the_build_is_given_the_dockerfile_takes(isnad: dict[str, Any]) -> None:
    arguments = isnad["build"]["args"]
    for name in arguments:
        assert f"ARG {name}=" in DOCKERFILE
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    assert {*arguments["EXTRAS"].split(",")} <= set(extras)


def test_the_dockerfile_asks_for_the_extras_it_is_given() -> None:
    """The line that lists what to install, as the image runs it."""
    found = re.search(r'RUN python -c "(import sys, tomllib; .*?)" "\$EXTRAS"', DOCKERFILE)
    assert found is not None

    def listed(extras: str) -> set[str]:
        command = [sys.executable, "-c", found[1], extras]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return {re.split("[><=]", line)[0] for line in done.stdout.splitlines()}

    assert "chromadb" in listed("")
    assert listed("ollama,otel") - listed("") == {
        "langchain-ollama", "opentelemetry-exporter-otlp-proto-http", "opentelemetry-sdk",
    }  # fmt: skip


def test_ollama_comes_only_when_asked_for(compose: dict[str, Any]) -> None:
    ollama = compose["services"]["ollama"]
    assert ollama["profiles"] == ["ollama"]
    assert "ports" not in ollama
    (volume,) = ollama["volumes"]
    assert volume.split(":")[0] in compose["volumes"]
    assert "profiles" not in compose["services"]["isnad"]
    assert "depends_on" not in compose["services"]["isnad"]


def test_the_page_runs_what_there_is(compose: dict[str, Any]) -> None:
    services = set(compose["services"])
    for line in re.findall(r"^docker compose (.+)$", PAGE, re.MULTILINE):
        words = [*re.findall(r"--profile (\w+)", line), *re.findall(r"(?:exec|--rm) (\w+)", line)]
        assert {*words} <= services, line
    assert "--profile ollama up" in PAGE
    assert "http://ollama:11434" in PAGE
