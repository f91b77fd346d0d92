"""A process killed at any step leaves nothing half, and the next command finishes what it began."""

from pathlib import Path

from tests.kills import JOBS, kill


def test_killed_at_any_step_nothing_is_lost_nor_half(tmp_path: Path) -> None:
    killed = list(kill(tmp_path / "kills", 3))
    assert [each.job for each in killed] == [job for job in JOBS for _ in range(3)]
