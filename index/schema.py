"""The tables of the catalogue, and what a catalogue of an older version of them lacks."""

import sqlite3

from index.arabic import tokens

APPLICATION_ID = 0x49534E44  # "ISND": tells our catalogue from any other SQLite file
VERSION = 3
"""Of the additions to the tables, in SQLite's user_version; the manifest keeps an older program
off."""

SCHEMA = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL UNIQUE, root TEXT NOT NULL,
    sha256 TEXT NOT NULL, title TEXT NOT NULL, added TEXT NOT NULL, text TEXT NOT NULL,
    characters INTEGER NOT NULL, sentences INTEGER NOT NULL);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, length INTEGER NOT NULL);
CREATE INDEX passages_document ON passages(document);
CREATE TABLE sentences (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, passage INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    length INTEGER NOT NULL);
CREATE INDEX sentences_document ON sentences(document, ordinal);
CREATE INDEX sentences_passage ON sentences(passage);
CREATE TABLE terms (
    term TEXT PRIMARY KEY, sentences INTEGER NOT NULL, passages INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE words (
    form TEXT PRIMARY KEY, skeleton TEXT NOT NULL, sentences INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX words_skeleton ON words(skeleton);
CREATE TABLE totals (
    one INTEGER PRIMARY KEY CHECK (one = 1), generation INTEGER NOT NULL,
    sentences INTEGER NOT NULL, sentence_terms INTEGER NOT NULL,
    passages INTEGER NOT NULL, passage_terms INTEGER NOT NULL);
INSERT INTO totals VALUES (1, 0, 0, 0, 0, 0);
CREATE TABLE pending (
    store TEXT NOT NULL, document INTEGER NOT NULL, first_passage INTEGER NOT NULL,
    last_passage INTEGER NOT NULL, PRIMARY KEY (store, document)) WITHOUT ROWID;
"""
"""`AUTOINCREMENT` keeps an id from ever naming two things, so what a derived store or a cache
holds under a removed id finds nothing instead of something else. `pending` lists the documents
a derived store has yet to take in or drop."""

NAMES = """
ALTER TABLE documents ADD COLUMN folded TEXT;
DROP INDEX IF EXISTS documents_root;
CREATE INDEX documents_root ON documents(root, source);
CREATE INDEX documents_names ON documents(source, folded);
ALTER TABLE totals ADD COLUMN words TEXT NOT NULL DEFAULT 'words';
"""
"""What names and lists need, without a look into rows that hold whole texts. `folded` is None in
a row that an older program wrote. `words` names the folder of the word index."""

STAMPS = """
CREATE TABLE stamps (store TEXT PRIMARY KEY, held TEXT NOT NULL, due TEXT) WITHOUT ROWID;
INSERT INTO stamps VALUES ('words', '', NULL), ('vectors', '', NULL);
"""
"""Which state of the catalogue a derived store is of: it bears the stamp `held`, or `due` from the
moment that it has taken in what is pending. One that bears another belongs to another catalogue,
such as the newer one that an older was put in the place of."""

VECTORS = """
CREATE TABLE vectors (
    sentence INTEGER PRIMARY KEY, document INTEGER NOT NULL, vector BLOB NOT NULL);
CREATE INDEX vectors_document ON vectors(document);
ALTER TABLE totals ADD COLUMN encoder TEXT NOT NULL DEFAULT '';
ALTER TABLE pending RENAME COLUMN first_passage TO first;
ALTER TABLE pending RENAME COLUMN last_passage TO last;
DELETE FROM pending WHERE store = 'vectors';
INSERT INTO pending SELECT 'encoder', document, min(id), max(id) FROM sentences GROUP BY document;
UPDATE stamps SET held = '', due = NULL WHERE store = 'vectors';
"""
"""What each sentence means, and the fingerprint of the encoder that read them all. `pending` now
names sentences, first and last: for the encoder what it has yet to read, for the vectors what
Chroma has yet to take in or drop. Chroma's vectors of passages are left to be made anew."""

ADDED = (NAMES, STAMPS, VECTORS)
"""What each version added."""


def version(sql: sqlite3.Connection) -> int:
    """Of the additions that a catalogue has."""
    return int(sql.execute("PRAGMA user_version").fetchone()[0])


def lay(sql: sqlite3.Connection) -> None:
    """Make the tables, within a transaction."""
    for statement in SCHEMA.split(";\n"):
        sql.execute(statement)
    sql.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    add(sql)


def add(sql: sqlite3.Connection) -> None:
    """Make what was added to the tables later, within a transaction."""
    for step in ADDED[version(sql) :]:
        for statement in step.split(";\n"):
            sql.execute(statement)
        if step == NAMES:
            rows = sql.execute("SELECT id, source, title FROM documents").fetchall()
            named = [(folded(source, title), id_) for id_, source, title in rows]
            sql.executemany("UPDATE documents SET folded = ? WHERE id = ?", named)
    sql.execute(f"PRAGMA user_version = {VERSION}")


def folded(source: str, title: str = "") -> str:
    """The words of a name and a title, folded, by which a document is looked for.

    >>> folded("001.txt", "وَفاة إمام")
    'وفاه امام 001 txt'
    """
    return " ".join(token.form for token in tokens(f"{title} {source}"))
