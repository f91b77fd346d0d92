"""Files: read as they are, found in order, refused with a reason."""

import os
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import FileError, FileTooLargeError, FileTypeError
from index.files import MAX_BYTES, from_bytes, read, walk

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(TEXT)
def test_the_text_is_the_bytes_decoded_with_nothing_changed(text: str) -> None:
    data = "ا\r\n".encode() + text.encode()
    file = from_bytes("a.txt", data, "/r")
    assert file.text.encode() == data
    assert file.sha256 == sha256(data).hexdigest()


def test_a_byte_order_mark_counts() -> None:
    assert from_bytes("a.txt", b"\xef\xbb\xbf\xd8\xa7", "/r").text == "\ufeffا"


@pytest.mark.parametrize(
    ("name", "data", "error", "reason"),
    [
        ("a.txt", b"", FileError, "empty"),
        ("a.txt", b" \n\t", FileError, "empty"),
        ("a.txt", "؟!…".encode(), FileError, "empty"),
        ("a.txt", b"PK\0\3", FileError, "binary"),
        ("a.txt", "قال".encode("cp1256"), FileError, "UTF-8"),
        ("a.txt", "قال".encode("utf-16"), FileError, "UTF-8|binary"),
        ("a.jpg", b"x", FileTypeError, "unknown file type .jpg"),
        ("a", b"x", FileTypeError, "none"),
        ("a.txt", b"a" * (MAX_BYTES + 1), FileTooLargeError, "32 MB"),
    ],
)
def test_what_can_not_be_indexed_says_why(
    name: str, data: bytes, error: type[FileError], reason: str
) -> None:
    with pytest.raises(error, match=reason) as caught:
        from_bytes(name, data, "/r")
    assert caught.value.source == name


def test_a_file_is_named_from_its_root(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    path = tmp_path / "sub" / "مقال.txt"
    path.write_text("نص", "utf-8")
    file = read(path, tmp_path)
    assert (file.source, file.root) == ("sub/مقال.txt", str(tmp_path))


def test_a_missing_file_and_a_hostile_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        read(tmp_path / "gone.txt", tmp_path)
    hostile = tmp_path / "a\u202etxt.txt"
    hostile.write_text("نص", "utf-8")
    with pytest.raises(FileError, match="direction"):
        read(hostile, tmp_path)


def test_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    path = tmp_path / "a.txt"
    path.write_text("نص", "utf-8")
    monkeypatch.setattr(Path, "open", refuse)  # a mode of 0 would not stop root
    with pytest.raises(FileError, match="can't be read: Permission denied"):
        read(path, tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    os.mkfifo(path)
    with pytest.raises(FileError, match="not a regular file"):
        read(path, tmp_path)


def test_walk_goes_in_order_and_passes_over_what_is_no_article(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden.txt", ".git/x.txt", "SHA256SUMS"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("نص", "utf-8")
    names = [path.relative_to(root).as_posix() for path, root in walk(tmp_path)]
    assert names == ["a.txt", "b/1.txt", "b/2.txt"]


def test_walk_of_a_file_is_the_file_in_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    assert list(walk(path)) == [(path, tmp_path)]


def linked(tmp_path: Path) -> Path:
    """A folder of articles with links out of it, into it, and round."""
    articles, away = tmp_path / "articles", tmp_path / "away"
    (articles / "sub").mkdir(parents=True)
    (away / "deep").mkdir(parents=True)
    (articles / "own.txt").write_text("وصل الوزير.", "utf-8")
    (away / "secret.txt").write_text("كلمة السر.", "utf-8")
    (away / "deep" / "more.txt").write_text("سر آخر.", "utf-8")
    (articles / "inside.txt").symlink_to(articles / "own.txt")
    (articles / "out.txt").symlink_to(away / "secret.txt")
    (articles / "sub" / "up.txt").symlink_to("../../away/secret.txt")
    (articles / "folder").symlink_to(away)
    (articles / "round").symlink_to(articles)
    (away / "back").symlink_to(articles)
    return articles


def taken(articles: Path, *, follow_links: bool = False) -> tuple[set[str], set[str]]:
    good, bad = set(), set()
    for path, root in walk(articles, follow_links=follow_links):
        try:
            good.add(read(path, root, follow_links=follow_links).source)
        except FileError as error:
            bad.add(f"{error.source}: {error.reason.split(':')[-1]}")
    return good, bad


def test_links_that_lead_out_of_a_folder_are_said_and_not_followed(tmp_path: Path) -> None:
    good, bad = taken(linked(tmp_path))
    assert good == {"own.txt", "inside.txt"}
    remedy = "--follow-links follows it"
    assert bad == {f"{name}:  {remedy}" for name in ("out.txt", "sub/up.txt", "folder")}


def test_links_are_followed_on_demand_each_folder_once(tmp_path: Path) -> None:
    good, bad = taken(linked(tmp_path), follow_links=True)
    assert good == {
        *("own.txt", "inside.txt", "out.txt", "sub/up.txt"),
        *("folder/secret.txt", "folder/deep/more.txt"),
    }
    assert bad == set()
