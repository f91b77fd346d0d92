"""Make rag/data/names.tsv: the Arabic names of countries, languages, currencies, months and days.

The names are those of the Unicode CLDR (Unicode licence) as Babel carries them; the Syriac month
names, which the newspapers of the Levant and Iraq use, are written below.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

TARGET = Path(__file__).resolve().parent.parent / "rag" / "data" / "names.tsv"
HEADER = (
    "# English name, TAB, Arabic names; from Unicode CLDR (Unicode-3.0) by scripts/make_names.py."
)
MONTHS = {
    "january": "يناير، كانون الثاني، جانفي",
    "february": "فبراير، شباط، فيفري",
    "march": "مارس، آذار",
    "april": "أبريل، نيسان، أفريل، إبريل",
    "may": "مايو، أيار، ماي",
    "june": "يونيو، حزيران، جوان",
    "july": "يوليو، تموز، جويلية",
    "august": "أغسطس، آب، أوت",
    "september": "سبتمبر، أيلول",
    "october": "أكتوبر، تشرين الأول",
    "november": "نوفمبر، تشرين الثاني",
    "december": "ديسمبر، كانون الأول",
}
"""The Gregorian months as called in Egypt and the Gulf, in the Levant, and in the Maghreb."""
ENGLISH = re.compile(r"[a-z][a-z .'&-]*")
ARABIC = re.compile(r"[\u0621-\u064a]+(?: [\u0621-\u064a]+)*")
MAX_WORDS = 4
"""A longer name is a description, which no question holds."""


def pairs() -> Iterator[tuple[str, str]]:
    """English and Arabic names, in lower case and without diacritics."""
    english, arabic = Locale("en"), Locale("ar")
    for names, theirs in (
        (english.territories, arabic.territories),
        (english.languages, arabic.languages),
        (english.currencies, arabic.currencies),
        (english.days["format"]["wide"], arabic.days["format"]["wide"]),
    ):
        for code, name in names.items():
            if code in theirs:
                yield from _clean(str(name), str(theirs[code]))
    for month, names_of_month in MONTHS.items():
        for name in names_of_month.split("، "):
            yield month, name


def _clean(name: str, theirs: str) -> Iterator[tuple[str, str]]:
    """The pair without brackets, «and» for «&»; nothing where other characters are left."""
    plain = re.sub(r"\s*[(\[].*?[)\]]", "", name).lower().replace("’", "'").replace("&", "and")
    meant = re.sub(r"\s*[(\[].*?[)\]]", "", theirs)
    meant = re.sub("[\u064b-\u065f\u0670\u0640\u200e\u200f]", "", meant).strip()
    short = len(plain.split()) <= MAX_WORDS
    if short and ENGLISH.fullmatch(plain) and ARABIC.fullmatch(meant):
        yield plain, meant


def main() -> None:
    """Write the table, one English name a line, in order."""
    table: dict[str, dict[str, None]] = {}
    for name, theirs in pairs():
        table.setdefault(name, {})[theirs] = None
    lines = [f"{name}\t{'، '.join(table[name])}" for name in sorted(table)]
    TARGET.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines)} names to {TARGET.name}\n")


if __name__ == "__main__":
    main()
