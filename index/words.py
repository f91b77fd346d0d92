"""The words of sentences and passages in tantivy, which proposes what is worth scoring."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import tantivy

from index.errors import StoreError

Field = Literal["sentence", "passage"]
REMEDY = "`isnad index --rebuild` makes it anew"
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

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("id", stored=True, indexed=False, fast=True)
        builder.add_unsigned_field("document", stored=False, indexed=True, fast=False)
        for field in ("sentence", "passage"):
            builder.add_text_field(
                field, stored=False, tokenizer_name="whitespace", index_option="freq"
            )
        self._schema = builder.build()
        try:
            self._index = tantivy.Index(self._schema, path=str(path))
            self._index.config_reader("manual")
        except (ValueError, OSError) as error:
            raise StoreError(
                f"the word index {path} can't be opened ({error}); {REMEDY}"
            ) from error

    def reload(self) -> None:
        """See what has been committed since, by this process or another."""
        try:
            self._index.reload()
        except (ValueError, OSError) as error:
            raise StoreError(f"the word index can't be read ({error}); {REMEDY}") from error

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
        try:
            hits = searcher.search(query, limit, count=False).hits
            if not hits:
                return []
            ids = searcher.fast_field_values("id", [address for _, address in hits])
        except (ValueError, OSError) as error:
            raise StoreError(f"the word index can't be read ({error}); {REMEDY}") from error
        return [int(value) for value in ids if value is not None]

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
        try:
            self._writer = self._index.writer(HEAP_BYTES, 1)
        except ValueError as error:
            raise StoreError(f"the word index can't be written: {error}") from error
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
            self._writer.add_document(entry)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._writer.commit()
            self._writer.wait_merging_threads()
        else:
            self._writer.rollback()
        del self._writer
