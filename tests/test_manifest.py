"""The manifest: ours is read back, all else is refused and left as it was."""

import json
from pathlib import Path

import pytest

from index.errors import StoreError
from index.manifest import FORMAT, NAME, Manifest, read, write
from index.store import Index


def test_what_is_written_is_read(tmp_path: Path) -> None:
    made = Manifest("isnad")
    write(tmp_path, made)
    assert read(tmp_path) == made
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_an_empty_or_missing_directory_has_none(tmp_path: Path) -> None:
    assert read(tmp_path) is None
    assert read(tmp_path / "missing") is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (json.dumps({"format": FORMAT + 1, "encoding": "y"}), "newer version"),
        (json.dumps({"format": FORMAT}), "lacks"),
        (json.dumps({"name": "web app"}), "not a manifest"),
        (json.dumps([1]), "not a manifest"),
        ("{", "can't be read"),
    ],
)
def test_another_manifest_is_refused_and_left_alone(
    tmp_path: Path, content: str, reason: str
) -> None:
    (tmp_path / NAME).write_text(content, "utf-8")
    with pytest.raises(StoreError, match=reason):
        Index.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).read_text("utf-8") == content


def test_a_directory_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.doc").write_bytes(b"x")
    with pytest.raises(StoreError, match=r"letter\.doc"):
        Index.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.doc"]


def test_a_file_is_no_directory(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")
    with pytest.raises(StoreError, match="is a file"):
        Index.open(path)


def test_a_manifest_without_its_catalogue_is_no_empty_index(tmp_path: Path) -> None:
    write(tmp_path, Manifest("isnad"))
    with pytest.raises(StoreError, match="catalogue is missing"):
        Index.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
