"""The words of sentences and passages in tantivy, which proposes what is worth scoring."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from types import TracebackType
from typing import Literal, Self
from weakref import finalize
from zlib import crc32

import tantivy

from index.errors import DamagedError

Field = Literal["sentence", "passage"]
REMEDY = "`isnad index --rebuild` makes it anew"
META = "meta.json"
"""The file by which tantivy knows an index."""
SEGMENT = frozenset({".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term"})
"""Files whose footer holds their checksum."""
CHUNK = 2**20
HEAP_BYTES = 64_000_000
"""Memory of the one writing thread; tantivy wants at least 15 MB."""


@dataclass(frozen=True, slots=True)
class Posting:
    """A sentence or passage as tantivy holds it: its id, its document, its index terms."""

    id: int
    document: int
    field: Field
    terms: Sequence[str]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing looked for: any of the alternatives, each a list of terms that must all occur."""

    alternatives: tuple[tuple[tuple[str, ...], float], ...]


class Words:
    """A tantivy index of postings, open for search; `writing` changes it."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        self._shadow: Path | None = None
        if create:
            path.mkdir(parents=True, exist_ok=True)
        elif not (path / META).is_file():
            raise DamagedError(f"the word index {path} is missing; {REMEDY}")
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("id", stored=True, indexed=False, fast=True)
        builder.add_unsigned_field("document", stored=False, indexed=True, fast=False)
        for field in ("sentence", "passage"):
            builder.add_text_field(
                field, stored=False, tokenizer_name="whitespace", index_option="freq"
            )
        self._schema = builder.build()
        with _reading():
            self._index = self._opened()
            self._index.config_reader("manual")

    def reload(self) -> None:
        """See what has been committed since, by this process or another."""
        with _reading():
            if self._shadow is not None:
                self._index = self._opened()
            self._index.reload()

    def _opened(self) -> tantivy.Index:
        """The index; where no lock file can be made, by links in a folder where one can.

        tantivy locks a folder even for reading.
        """
        try:
            return tantivy.Index(self._schema, path=str(self.path))
        except (ValueError, OSError) as error:
            if "IoError" not in str(error):
                raise
        if self._shadow is None:
            self._shadow = Path(mkdtemp(prefix="isnad-words-"))
            finalize(self, rmtree, self._shadow, ignore_errors=True)
        for file in self.path.iterdir():
            link = self._shadow / file.name
            if not file.name.endswith(".lock") and not link.is_symlink():
                link.symlink_to(file.absolute())
        return tantivy.Index(self._schema, path=str(self._shadow))

    def size(self) -> int:
        """How many postings there are."""
        return int(self._index.searcher().num_docs)

    def propose(
        self,
        field: Field,
        clauses: Iterable[Clause],
        limit: int,
        documents: Sequence[int] | None = None,
    ) -> list[int]:
        """The ids of the `limit` best postings of a field by tantivy's own BM25.

        `documents` narrows the search to these document ids.
        """
        should = [self._clause(field, clause) for clause in clauses]
        if not should or (documents is not None and not documents):
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, each) for each in should])
        if documents is not None:
            among = tantivy.Query.term_set_query(self._schema, "document", list(documents))
            within = tantivy.Query.const_score_query(among, 0.0)
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, within)]
            )
        searcher = self._index.searcher()
        with _reading():
            hits = searcher.search(query, limit, count=False).hits
            if not hits:
                return []
            ids = searcher.fast_field_values("id", [address for _, address in hits])
        return [int(value) for value in ids if value is not None]

    def ids(self) -> list[int]:
        """The ids of all postings, in order; DamagedError where it is broken."""
        searcher = self._index.searcher()
        if not searcher.num_docs:
            return []
        with _reading():
            hits = searcher.search(tantivy.Query.all_query(), searcher.num_docs, count=False).hits
            values = searcher.fast_field_values("id", [address for _, address in hits])
        return sorted(int(value) for value in values if value is not None)

    def number(self, field: Field, term: str) -> int:
        """How many postings of a field hold a term; DamagedError where it is broken."""
        query = tantivy.Query.term_query(self._schema, field, term, "basic")
        with _reading():
            return int(self._index.searcher().search(query, 1, count=True).count or 0)

    def broken(self) -> str:
        """The name of a file that does not have its own checksum, empty if all have."""
        for path in sorted(self.path.iterdir()):
            if path.suffix in SEGMENT and not _is_whole(path):
                return path.name
        return ""

    def writing(self) -> "Writing":
        """A change of the index: `with words.writing() as change: change.add(…)`."""
        return Writing(self._index, self._schema)

    def _clause(self, field: Field, clause: Clause) -> tantivy.Query:
        ways = [self._way(field, *way) for way in clause.alternatives]
        return ways[0] if len(ways) == 1 else tantivy.Query.disjunction_max_query(ways)

    def _way(self, field: Field, terms: tuple[str, ...], weight: float) -> tantivy.Query:
        parts = [tantivy.Query.term_query(self._schema, field, t, "freq") for t in terms]
        query = parts[0]
        if len(parts) > 1:
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])
        return query if weight == 1.0 else tantivy.Query.boost_query(query, weight)


class Writing:
    """Additions and removals that are committed together at the end of the block."""

    def __init__(self, index: tantivy.Index, schema: tantivy.Schema) -> None:
        self._index = index
        self._schema = schema

    def __enter__(self) -> Self:
        with _reading():
            self._writer = self._index.writer(HEAP_BYTES, 1)
        return self

    def drop(self, document: int) -> None:
        """Remove the postings of a document, if any."""
        held = tantivy.Query.term_query(self._schema, "document", document)
        self._writer.delete_documents_by_query(held)

    def add(self, postings: Iterable[Posting]) -> None:
        """Add postings; those of a document already there must be dropped first."""
        for posting in postings:
            entry = tantivy.Document()
            entry.add_unsigned("id", posting.id)
            entry.add_unsigned("document", posting.document)
            entry.add_text(posting.field, " ".join(posting.terms))
            with _reading():
                self._writer.add_document(entry)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            with _reading():
                if kind is None:
                    self._writer.commit()
                    self._writer.wait_merging_threads()
                else:
                    self._writer.rollback()
        except DamagedError:
            if kind is None:
                raise
        finally:
            del self._writer


@contextmanager
def _reading() -> Iterator[None]:
    """Raise what goes wrong in tantivy as DamagedError; of rubbish it may panic."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise DamagedError(f"the word index can't be used ({error}); {REMEDY}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # which no module offers by name
            raise
        raise DamagedError(f"the word index can't be used ({error}); {REMEDY}") from error


def _is_whole(path: Path) -> bool:
    """Whether a file of tantivy's has the checksum that stands in its footer.

    The footer is JSON with the checksum of all before it; its length and a magic number follow.
    """
    with path.open("rb") as stream, suppress(ValueError, KeyError, TypeError, OSError):
        stream.seek(-8, SEEK_END)
        length = int.from_bytes(stream.read(4), "little")
        end = stream.seek(-8 - length, SEEK_END)
        expected = json.loads(stream.read(length))["crc"]
        stream.seek(0)
        found = 0
        while end > 0 and (chunk := stream.read(min(end, CHUNK))):
            found = crc32(chunk, found)
            end -= len(chunk)
        return bool(found == expected)
    return False
