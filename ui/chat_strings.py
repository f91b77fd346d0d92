"""What the chat page says, in Arabic and in English."""

from typing import Final, Literal

Language = Literal["ar", "en"]

STRINGS: Final[dict[str, tuple[str, str]]] = {
    "title": ("إسناد", "Isnad"),
    "tagline": ("أجوبة من المقالات، بنصّها ومصدرها", "Answers in the articles’ own words"),
    "welcome": ("اسأل المقالات", "Ask the articles"),
    "welcome_text": (
        "كل جواب جملةٌ من مقال، كما كُتبت. اضغط رقمها لتراها في موضعها.",
        "Every answer is a sentence of an article as it was written. Press its number to see it.",
    ),
    "question": ("سؤالك", "Your question"),
    "placeholder": ("اسأل بالعربية أو الإنجليزية…", "Ask in English or Arabic…"),
    "ask": ("اسأل", "Ask"),
    "stop": ("إيقاف", "Stop"),
    "new": ("محادثة جديدة", "New conversation"),
    "other_language": ("English", "العربية"),
    "theme": ("المظهر: فاتح أو داكن", "Theme: light or dark"),
    "sources": ("المصادر", "Sources"),
    "close": ("إغلاق", "Close"),
    "back": ("كل المصادر", "All sources"),
    "page": ("صفحة المقال", "Article page"),
    "conversation": ("المحادثة", "Conversation"),
    "source_pane": ("المصدر", "Source"),
    "examples": ("أسئلة من المقالات", "Questions from the articles"),
    "filter": ("ابحث في", "Ask in"),
    "filter_all": ("كل المصادر", "all sources"),
    "answerer": ("المجيب", "Answered by"),
    "extractive": ("نصوص المقالات", "the articles’ sentences"),
    "add": ("أضف مقالات", "Add articles"),
    "adding": ("يُفهرَس {done} من {all}", "Indexing {done} of {all}"),
    "too_large": (
        "أكبر من {most} ميغابايت، وهو أقصى ما يُقبل هنا",
        "larger than {most} MB, the most that is taken here",
    ),
    "added": ("أُضيف: {n}", "Added: {n}"),
    "failed": ("تعذّر: {source} ({reason})", "Failed: {source} ({reason})"),
    "remove": ("أزل", "Remove"),
    "remove_sure": ("أزل «{title}» من المصادر؟", "Remove “{title}” from the sources?"),
    "removed": ("أُزيل المصدر", "The source was removed"),
    "no_sources": ("لا مصادر بعد. أضف مقالات لتسأل عنها.", "No sources yet. Add articles to ask."),
    "no_match": ("لا مصدر بهذا الاسم.", "No source of that name."),
    "more_sources": ("و{n} غيرها", "and {n} more"),
    "find_source": ("ابحث عن مصدر", "Find a source"),
    "searching": ("يبحث في المقالات…", "Searching the articles…"),
    "stopped": ("أُوقف السؤال", "Stopped"),
    "open_citation": ("الاقتباس {n}: {title}، الجملة {s}", "Citation {n}: {title}, sentence {s}"),
    "single": ("ورد في مصدر واحد", "Said by one source"),
    "differ_number": ("المصادر تختلف في رقم", "Sources differ on a number"),
    "differ_date": ("المصادر تختلف في تاريخ", "Sources differ on a date"),
    "differ_name": ("المصادر تختلف في اسم", "Sources differ on a name"),
    "differ_within": ("المصدر نفسه يختلف", "The source itself differs"),
    "side_by_side": ("قارن الجمل", "compare the sentences"),
    "short": ("باختصار:", "In short:"),
    "nearest": ("أقرب ما في المقالات", "The nearest the articles come"),
    "refused": ("ليس في المصادر", "Not in the sources"),
    "supported": ("صاغه نموذج لغوي وروجع على مصادره", "Written by a model, checked on its sources"),
    "unsupported": ("لا يسنده أي مصدر", "No source supports this"),
    "answered_by": ("المجيب: {name}", "Answered by {name}"),
    "understood": ("فُهم السؤال: {question}", "Understood as: {question}"),
    "copy": ("نسخ", "Copy"),
    "copied": ("نُسخ الجواب مع مصادره", "The answer was copied with its sources"),
    "share": ("مشاركة", "Share"),
    "shared": ("نُسخ رابط الجواب", "The link to the answer was copied"),
    "retry": ("أعد السؤال", "Retry"),
    "up": ("جواب جيد", "Good answer"),
    "down": ("جواب سيئ", "Bad answer"),
    "thanks": ("شكرًا، حُفظ رأيك", "Thank you, noted"),
    "changed": (
        "تغيّر هذا المقال بعد الجواب.",
        "This article has changed since the answer was given.",
    ),
    "gone": ("لم يعد هذا المقال بين المصادر.", "This article is no longer among the sources."),
    "bad_question": (
        "اكتب سؤالًا فيه كلمة على الأقل، ولا يزيد على 2000 حرف.",
        "Write a question with at least one word and at most 2,000 characters.",
    ),
    "no_answer": (
        "تعذّر الوصول إلى الخادم. حاول مجددًا.",
        "The server could not be reached. Try again.",
    ),
    "failed_answer": ("تعذّر الجواب. حاول مجددًا.", "No answer could be made. Try again."),
    "signed_out": ("انتهت الجلسة. سجّل الدخول من جديد.", "You are signed out. Sign in again."),
    "sign_out": ("تسجيل الخروج", "Sign out"),
    "only_asks": (
        "مفتاحك للسؤال، ولا يغيّر المصادر.",
        "Your key may ask, not change the sources.",
    ),
    "sentence_of": ("الجملة {s}", "sentence {s}"),
}

SOURCES_AGREE: Final = {
    "ar": ("مصدر واحد", "مصدران متفقان", "{n} مصادر متفقة", "{n} مصدرًا متفقًا"),
    "en": ("1 source", "{n} sources agree"),
}
SENTENCES: Final = {
    "ar": ("جملة واحدة", "جملتان", "{n} جمل", "{n} جملة"),
    "en": ("1 sentence", "{n} sentences"),
}
ARTICLES: Final = {
    "ar": ("مقال واحد", "مقالان", "{n} مقالات", "{n} مقالًا"),
    "en": ("1 article", "{n} articles"),
}
FEW = range(3, 11)
"""Counts that take the plural in Arabic, by their last two digits; above, the singular returns."""


def say(key: str, language: Language, **values: object) -> str:
    """A string of the page: `say("ask", "en") == "Ask"`; `values` fill its braces."""
    return STRINGS[key][0 if language == "ar" else 1].format(**values)


def count(forms: dict[str, tuple[str, ...]], n: int, language: Language) -> str:
    """A number with its noun as the language counts: `count(SENTENCES, 2, "ar") == "جملتان"`."""
    if language == "en":
        return forms["en"][0 if n == 1 else 1].format(n=f"{n:,}")
    one, two, few, many = forms["ar"]
    if n in (1, 2):
        return (one, two)[n - 1]
    return (few if n % 100 in FEW else many).format(n=f"{n:,}")


def script_strings(language: Language) -> dict[str, str]:
    """The strings that the page's script shows by itself, as they stand, braces unfilled."""
    return {key: pair[0 if language == "ar" else 1] for key, pair in STRINGS.items()}
