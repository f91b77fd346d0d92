from rag.transliteration import *
