"""The facts a sentence holds: its numbers, its dates and its names, with exact offsets."""

from rag.dates import Date, dates
from rag.names import Name, names
from rag.numerals import Number, numbers

__all__ = ["Date", "Name", "Number", "dates", "names", "numbers"]
