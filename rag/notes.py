"""What an answer says of itself, in the language of the question."""

from collections.abc import Mapping
from typing import Literal

from rag.answer import Statement
from rag.query import language
from rag.question import Language

Note = Literal["late", "failed", "unusable", "denied", "broken"]

NOT_SAID: Mapping[Language, str] = {
    "ar": "لا تذكر المقالات المفهرسة جوابًا عن هذا السؤال.",
    "en": "The indexed articles do not say.",
}
EMPTY: Mapping[Language, str] = {
    "ar": "لا مقالات مفهرسة بعد: أضفها بالأمر `isnad index` أو ارفعها.",
    "en": "Nothing is indexed yet: add articles with `isnad index`, or upload them.",
}
NOTES: Mapping[Note, Mapping[Language, str]] = {
    "late": {
        "ar": "لم يُجب النموذج اللغوي في الوقت المتاح؛ هذه جمل المقالات بنصّها.",
        "en": "The language model did not answer in time; these are the articles' own sentences.",
    },
    "failed": {
        "ar": "تعذّر سؤال النموذج اللغوي؛ هذه جمل المقالات بنصّها.",
        "en": "The language model could not be asked; these are the articles' own sentences.",
    },
    "unusable": {
        "ar": "لم يكتب النموذج اللغوي شيئًا تسنده المقالات؛ هذه جملها بنصّها.",
        "en": "The language model wrote nothing that the articles carry; these are their own"
        " sentences.",
    },
    "denied": {
        "ar": "لم يجد النموذج اللغوي جوابًا؛ هذه جمل المقالات بنصّها.",
        "en": "The language model found no answer; these are the articles' own sentences.",
    },
    "broken": {
        "ar": "انقطع رد النموذج اللغوي؛ هذا ما رُوجع منه قبل ذلك.",
        "en": "The language model broke off; this is what had been checked before.",
    },
}
"""Why a language model did not give the answer, or not all of it; what failed is for the log."""
UNSUPPORTED: Mapping[Language, str] = {
    "ar": "(لا يسنده أي مصدر)",
    "en": "(no source supports this)",
}


def marked(statement: Statement) -> str:
    """A statement as it stands in an answer's text: "نقلت 2500 جندي. [1][2]".

    One that no source supports says so, since a text has no other sign of it.
    """
    text = f"{statement.text} " + "".join(f"[{number}]" for number in statement.citations)
    if statement.support != "unsupported":
        return text
    return f"{text} {UNSUPPORTED[language(statement.text)]}"
