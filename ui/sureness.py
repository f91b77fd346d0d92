"""How sure an answer is, in the words of every surface."""

from typing import Final

from rag.confidence import Level, level
from rag.question import Language

WORDS: Final[dict[Level, dict[Language, str]]] = {
    "high": {"ar": "الجواب في هذا النص بوضوح", "en": "The sources clearly say this"},
    "fair": {"ar": "يُرجَّح أن هذا هو الجواب", "en": "This is likely the answer"},
    "low": {
        "ar": "قد يكون هذا الجواب: تحقق من النص",
        "en": "This may be the answer: check the text",
    },
}
"""The widget has those of "low" and rag.confidence.FAIR in its script."""


def sureness(confidence: float, language: Language) -> str:
    """How sure an answer of this confidence is.

    >>> sureness(0.9, "en")
    'The sources clearly say this'
    """
    return WORDS[level(confidence)][language]
