"""Kills Isnad at any step of indexing, restoring and rebuilding, and looks what it left.

`kill` does it `count` times for each job; `python -m tests.kills 20` does it from the shell. The
child counts the places that the modules that change stores come by, calls of functions and of
what they call in SQLite and the file system, and kills itself at the one it was told: no step
needs a name, and the program knows nothing of it.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from index import manifest
from index.archive import make
from index.checking import check
from index.embedder import EMBEDDED
from index.encoder import Encoder
from index.store import Index
from rag.opening import open_pipeline
from tests.serving import answer
from ui.kept import Kept

ROOT = Path(__file__).parents[1]
STEPS = frozenset(
    f"index/{name}.py"
    for name in "archive backup catalogue derived disk folders intake lock manifest restore shelf"
    " stamps store vectors words changes meanings semantic".split()
)
"""The modules whose calls are counted."""
OFTEN = 2
"""Times that a place in them counts as a step: a loop must not outweigh what happens once."""
ARTICLES = 14
ENCODING = {**os.environ, "ISNAD_EMBEDDER": EMBEDDED}
JOBS = ("first", "again", "restore", "rebuild")


@dataclass(frozen=True, slots=True)
class Kill:
    """A job that was killed at a step, of so many."""

    job: str
    step: int
    of: int


@dataclass(frozen=True, slots=True)
class World:
    """What the jobs work on: articles of two days, a data folder of the first, and its backup."""

    folder: Path
    old: dict[str, str]
    new: dict[str, str]

    def prepare(self, job: str) -> Path:
        """A data folder as it is before a job."""
        data = self.folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        if job != "first":
            shutil.copytree(self.folder / job, data)
        return data


def kill(folder: Path, count: int, seed: int = 0) -> Iterator[Kill]:
    """Kill each job `count` times at steps chosen at random; AssertionError if anything is lost."""
    rng = random.Random(seed)
    world = _world(folder)
    for job in JOBS:
        total = _run(world, job, 0)
        assert total > 100, (job, total)
        for part in range(count):
            # One in each part of the course, so that a few kills already see all of it.
            step = int(total * (part + rng.random()) / count) + 1
            code = _run(world, job, step)
            assert code in (0, -signal.SIGKILL), (job, step, code)
            _look(world, job, step)
            yield Kill(job, step, total)


def _world(folder: Path) -> World:
    days = []
    for day, names in (("old", range(ARTICLES)), ("new", range(2, ARTICLES + 3))):
        (folder / day).mkdir(parents=True)
        for n in names:
            word = "غادر" if day == "new" and n % 2 else "وصل"
            text = f"{word} الوزير رقم {n} إلى بغداد أمس. " * (n + 1)
            (folder / day / f"{n}.txt").write_text(text, "utf-8")
        days.append({p.name: p.read_text("utf-8") for p in (folder / day).iterdir()})
    articles = folder / "articles"
    shutil.copytree(folder / "old", articles)
    again = folder / "again"
    _isnad("index", articles, "--data", again)
    shutil.copytree(again, folder / "rebuild")
    _keep(again, "a-old")
    make(again, folder / "backup.zip")
    shutil.copytree(again, folder / "restore")
    shutil.copytree(folder / "new", articles, dirs_exist_ok=True)
    for gone in days[0].keys() - days[1].keys():
        (articles / gone).unlink()
    _isnad("index", articles, "--data", folder / "restore")
    _keep(folder / "restore", "a-new")
    return World(folder, *days)


def _keep(data: Path, id_: str) -> None:
    kept = Kept.open(data)
    kept.purge(float("inf"))
    for old in ("a-old", "a-new"):
        kept._sql.execute("DELETE FROM answers WHERE id = ?", (old,))
    kept.keep(answer(id_))
    kept.close()


def _isnad(*arguments: object) -> None:
    command = [sys.executable, "-m", "ui", *map(str, arguments)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True, env=ENCODING)


def _run(world: World, job: str, step: int) -> int:
    """Do a job, killed at a step; its exit status, or with step 0 the number of its steps."""
    data = world.prepare(job)
    words = {
        "first": ["index", world.folder / "articles"],
        "again": ["index", world.folder / "articles"],
        "restore": ["restore", world.folder / "backup.zip"],
        "rebuild": ["index", "--rebuild"],
    }[job]
    child = [sys.executable, "-m", "tests.kills", "--child", str(step)]
    given = [*map(str, words), "--data", str(data)]
    done = subprocess.run(
        [*child, *given], check=False, cwd=ROOT, capture_output=True, text=True, env=ENCODING
    )
    if step:
        return done.returncode
    assert done.returncode == 0, done.stderr
    return int(done.stderr.split()[-1])


def _look(world: World, job: str, step: int) -> None:
    """Nothing is half: what is there is the old or the new, and the next command finishes it."""
    data, where = world.folder / "data", (job, step)
    noted = data.is_dir() and manifest.read(data) is not None
    open_pipeline(data).close()  # as `isnad ask` does
    with Index.open(data) as index:
        found = {d.source: index.text(d.source) for d in index.documents()}
        if job == "first":
            assert found == world.new or not noted, where
        elif job == "rebuild":
            assert found == world.old, where
        elif job == "restore":
            assert found in (world.old, world.new), where
        else:
            versions = [{**world.old, **world.new}, world.old]
            assert all(text in (v.get(s) for v in versions) for s, text in found.items()), where
            assert found.keys() >= world.old.keys() & world.new.keys(), where
        index.reconcile()
        faults = check(index)
        assert not faults, (where, faults)
    with Index.open(data, embedder=Encoder()) as index:
        while index.encode() or index.follow():
            pass
        assert index.vectors.ids() == sorted(s.id for d in found for s in index.sentences(d)), where
        assert not check(index), where
    if job == "restore":
        kept = Kept.open(data)
        ids = [id_ for id_ in ("a-old", "a-new") if kept.answer(id_)]
        kept.close()
        assert ids == (["a-old"] if found == world.old else ["a-new"]), where


def _child(step: int, arguments: list[str]) -> int:
    """Run the program, and kill it at a step; with step 0, say how many there are."""
    from ui.cli import main

    known: dict[str, bool] = {}
    times: Counter[tuple[str, int, str]] = Counter()
    count = 0

    def counting(frame: FrameType, event: str, _: Any) -> None:
        nonlocal count
        name = frame.f_code.co_filename
        if name not in known:
            known[name] = any(name.endswith(each) for each in STEPS)
        if not known[name]:
            return
        place = (name, frame.f_lineno, event)
        times[place] += 1
        count += times[place] <= OFTEN
        if count == step and times[place] <= OFTEN:
            os.kill(os.getpid(), signal.SIGKILL)

    hook: Callable[[FrameType, str, Any], None] = counting
    sys.setprofile(hook)
    status = main(arguments)
    sys.setprofile(None)
    if not step:
        sys.stderr.write(f"\n{count}\n")
    return status


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        sys.exit(_child(int(sys.argv[2]), sys.argv[3:]))
    with tempfile.TemporaryDirectory() as place:
        for each in kill(Path(place) / "kills", int(sys.argv[1]), random.randrange(10**6)):
            sys.stdout.write(f"{each.job}: killed at step {each.step:,} of {each.of:,}\n")
