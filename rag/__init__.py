"""Questions over Arabic articles: `open_answerer(data="…").ask("…")` returns an Answer."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.pipeline import Pipeline

__all__ = ["open_answerer"]


def open_answerer(data: str | Path | None = None, **settings: Any) -> "Pipeline":
    """The answerer over the index of a data directory, ready for `ask` and `search`.

    Args:
        data: the directory; by default the user's own. One without an index first takes in
            the five demo articles.
        settings: `embedder`, `reranker`, `reader`, `encoding`, `llm`, `llm_base_url`,
            `llm_api_key`, `llm_timeout`, `unsupported`, `nli`, `thesaurus`, `lexicon`,
            `public_url` and `lock_wait`, as the settings of these names.

    Raises:
        StoreError: the directory is not ours, of a newer version, or damaged.
        SettingError, ModelError: a setting or a model that can't be used.
    """
    from rag.opening import open_pipeline

    return open_pipeline(None if data is None else Path(data), **settings)
