"""Audits what a default install brings: known faults, licences, and a bill of materials.

Usage: audit.py TOOLS OUT, a virtual environment with pip-audit, pip-licenses and cyclonedx-bom, and
the folder for `requirements.txt` and `sbom.json`. Looks at the environment of the Python it runs
in, and of that only at what Isnad itself needs, not at what its tests do. Exit status 1 where a
known fault or a licence that is not allowed was found.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ALLOWED = frozenset(
    """0BSD; Apache-2.0; Apache-2.0 WITH LLVM-exception; BSD-2-Clause; BSD-3-Clause; BSL-1.0;
    CC0-1.0; CNRI-Python; ISC; MIT; MIT-0; MIT-CMU; MPL-2.0; PSF-2.0; Unlicense; Zlib;
    3-Clause BSD License; Apache 2.0 License; Apache License, Version 2.0; Apache Software License;
    BSD License; ISC License (ISCL); MIT License; Mozilla Public License 2.0 (MPL 2.0);
    Python Software Foundation License""".replace("\n    ", " ").split("; ")
)
"""Permissive licences, and the MPL, which binds its own files alone: by SPDX, and as packages have
called them before there was SPDX."""
PARTS = re.compile(r"\s+(?:AND|OR)\s+|;\s*|[()]")


def closure(name: str, extras: Iterable[str] = ()) -> dict[str, str]:
    """A package that is installed and all it needs, each by its name with its version."""
    found: dict[str, str] = {}
    seen = set()
    waiting = [(name, frozenset(extras))]
    while waiting:
        package, wanted = waiting.pop()
        if (canonicalize_name(package), wanted) in seen:
            continue
        seen.add((canonicalize_name(package), wanted))
        installed = metadata.distribution(package)
        found[canonicalize_name(package)] = installed.version
        for line in installed.requires or ():
            needed = Requirement(line)
            marker = needed.marker
            if marker is None or any(marker.evaluate({"extra": e}) for e in ("", *wanted)):
                waiting.append((needed.name, frozenset(needed.extras)))
    return dict(sorted(found.items()))


def refused(licences: Iterable[Mapping[str, str]]) -> list[str]:
    """The packages that have a licence, or a part of one, that is not allowed.

    >>> refused([{"Name": "a", "License": "MIT AND GPL-3.0-only"}, {"Name": "b", "License": "MIT"}])
    ['a: MIT AND GPL-3.0-only']
    """
    found = []
    for each in licences:
        said = each["License"].strip().partition("\n")[0]  # some put the whole text there
        parts = [said] if said in ALLOWED else filter(None, map(str.strip, PARTS.split(said)))
        if not said or not {*parts} <= ALLOWED:
            found.append(f"{each['Name']}: {said}")
    return found


def pruned(bill: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """A CycloneDX bill of an environment, of these packages alone."""
    wanted = {canonicalize_name(name) for name in names}
    kept = [each for each in bill["components"] if canonicalize_name(each["name"]) in wanted]
    known = {each["bom-ref"] for each in kept}
    known.add(bill["metadata"].get("component", {}).get("bom-ref"))
    graph = [
        {**each, "dependsOn": [ref for ref in each.get("dependsOn", ()) if ref in known]}
        for each in bill.get("dependencies", ())
        if each["ref"] in known
    ]
    return {**bill, "components": kept, "dependencies": graph}


def faults(report: str) -> tuple[list[str], int, int] | None:
    """The known faults of pip-audit's JSON, how many packages were looked up, and how many not.

    None where it is no report: the service could not be reached.
    """
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        return None
    found = [
        f"{each['name']} {each['version']}: {fault['id']}, mended in"
        f" {', '.join(fault['fix_versions']) or 'no version yet'}"
        for each in packages
        for fault in each.get("vulns", ())
    ]
    skipped = sum("skip_reason" in each for each in packages)
    return found, len(packages) - skipped, skipped


def main(tools: Path, out: Path) -> int:
    """Print the three parts; 1 where there is something to mend."""
    out.mkdir(parents=True, exist_ok=True)
    packages = closure("isnad")
    del packages["isnad"]
    pins = out / "requirements.txt"
    # A local version, as of PyTorch's CPU builds, is known to nobody.
    lines = [f"{name}=={version.partition('+')[0]}" for name, version in packages.items()]
    pins.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(packages)} packages in a default install")
    found = [*_faults(tools, pins), *_licences(tools, packages)]
    _bill(tools, out / "sbom.json", packages)
    return 1 if found else 0


def _faults(tools: Path, pins: Path) -> list[str]:
    command = [tools / "bin/pip-audit", "-r", pins, "--no-deps", "--disable-pip"]
    told = _run([*command, "--progress-spinner", "off", "--format", "json"])
    report = faults(told.stdout)
    if report is None or report[1] == 0:
        print(
            "known faults: NOT LOOKED UP, for the service of pip-audit can't be reached from here"
        )
        return []
    found, looked_up, skipped = report
    print(f"known faults: {len(found)} in {looked_up} packages; {skipped} not looked up")
    print(*(f"  {each}\n" for each in found), sep="", end="")
    return found


def _licences(tools: Path, packages: Iterable[str]) -> list[str]:
    command = [tools / "bin/pip-licenses", "--python", sys.executable, "--from=mixed"]
    told = _run([*command, "--format=json", "--packages", *packages])
    if told.returncode:
        sys.exit(f"error: pip-licenses: {told.stderr.strip()}")
    listed = json.loads(told.stdout)
    found = refused(listed)
    print(f"licences: {len(listed)} packages, {len(found)} not allowed")
    print(*(f"  {each}\n" for each in found), sep="", end="")
    return found


def _bill(tools: Path, path: Path, packages: Iterable[str]) -> None:
    command = [tools / "bin/cyclonedx-py", "environment", sys.executable, "--output-format", "JSON"]
    told = _run([*command, "--pyproject", "pyproject.toml"])
    if told.returncode:
        sys.exit(f"error: cyclonedx-py: {told.stderr.strip()}")
    bill = pruned(json.loads(told.stdout), packages)
    path.write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"bill of materials: {len(bill['components'])} components in {path}")


def _run(command: Iterable[object]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
