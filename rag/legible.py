r"""Whether a text is what it looks like: nothing in it is unseen, struck out or turned round.

A statement is checked by its characters and read by its looks, so the two must be one.
"""

import re
import unicodedata

HARAKAT = frozenset(map(chr, (*range(0x064B, 0x0656), 0x0670)))
"""The marks of Arabic: vowels, doubling, hamza and madda above, the small alif."""
TOGETHER = 2
"""Marks on one letter: doubling and a vowel. More hide what stands beside them."""
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Zl", "Zp"})
"""Kinds of characters that are not seen: controls, of direction too, joiners, and the unassigned;
and those that enclose a letter, in a circle or under a bar."""
BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and symbols with an empty picture."""
STRUCK = re.compile(r"~~|</?[A-Za-z!]")
"""What pages that read Markdown or HTML would strike out or leave out."""


def fault(text: str) -> str:
    r"""What makes a text look like another, "" where nothing does.

    >>> fault("قَدَّمَ الوزيرُ")
    ''
    >>> fault("لم يُقتل\u202e أحد")
    'it holds U+202E, which is not seen'
    """
    if STRUCK.search(text):
        return "it holds marks of Markdown or HTML"
    run = 0
    for char in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(char)
        if kind in UNSEEN or char in BLANK:
            return f"it holds U+{ord(char):04X}, which is not seen"
        run = run + 1 if kind in ("Mn", "Mc") else 0
        if run > TOGETHER or (run and char not in HARAKAT):
            return f"it holds U+{ord(char):04X}, a mark over another letter"
    return ""
