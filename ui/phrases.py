"""What the server-rendered pages say, in Arabic and English."""

import unicodedata
from typing import Literal

Language = Literal["ar", "en"]

DIRECTIONS = {"ar": "rtl", "en": "ltr"}

PHRASES: dict[str, dict[str, str]] = {
    "ar": {
        "answer": "جواب",
        "question": "السؤال",
        "sources": "المصادر",
        "source": "المصدر",
        "sentence": "الجملة",
        "comma": "،",
        "sentences": "جملة",
        "citations": "الشواهد",
        "short": "باختصار:",
        "nearest": "أقرب الجمل",
        "ask": "اطرح سؤالًا",
        "given": "أُجيب في",
        "added": "أُضيف في",
        "agree": "مصادر تتفق",
        "one": "مصدر واحد",
        "differ": "المصادر تختلف",
        "within": "المصدر نفسه يختلف",
        "number": "عدد",
        "date": "تاريخ",
        "name": "اسم",
        "refused": "لم يرد في المصادر",
        "exact": "مطابق للمصدر",
        "changed": "تغيّر المصدر منذ ذلك الحين، والجملة في مكانها",
        "moved": "تغيّر المصدر منذ ذلك الحين، والجملة في موضع آخر منه",
        "gone": "لم تعد الجملة في المصدر",
        "absent": "لم يعد المصدر مفهرسًا",
        "unchanged": "كل الشواهد مطابقة لمصادرها الآن.",
        "stale": "تغيّرت مصادر منذ هذا الجواب:",
        "supported": "صاغه نموذج لغوي وروجع على مصادره",
        "unsupported": "غير مدعوم بالمصادر",
        "by": "المجيب:",
        "extractive": "نصوص المقالات",
        "missing_source": "لا مصدر بهذا الاسم",
        "missing_answer": "لا جواب محفوظًا بهذا العنوان، وربما انتهت مدة حفظه.",
        "sign_in": "تسجيل الدخول",
        "key": "مفتاح الدخول",
        "wrong_key": "المفتاح غير صحيح.",
        "too_fast": "محاولات كثيرة. انتظر دقيقة ثم حاول مجددًا.",
        "sign_out": "تسجيل الخروج",
        "take": "خذ الجواب معك",
        "bundle": "مع أدلته (JSON)",
        "plain": "نص",
        "widget": "إسناد في صفحتك",
        "widget_about": "سطران يضعان هذا المربع في أي صفحة:",
        "widget_origins": "صفحات المواقع الأخرى تُذكر عناوينها في الإعداد",
        "next": "التالي",
        "previous": "السابق",
        "page": "صفحة",
    },
    "en": {
        "answer": "Answer",
        "question": "Question",
        "sources": "Sources",
        "source": "Source",
        "sentence": "sentence",
        "comma": ",",
        "sentences": "sentences",
        "citations": "Citations",
        "short": "In short:",
        "nearest": "Nearest sentences",
        "ask": "Ask a question",
        "given": "Answered",
        "added": "Added",
        "agree": "sources agree",
        "one": "One source",
        "differ": "Sources differ",
        "within": "The source itself differs",
        "number": "number",
        "date": "date",
        "name": "name",
        "refused": "Not in the sources",
        "exact": "as in the source",
        "changed": "the source has changed since; the sentence stands where it stood",
        "moved": "the source has changed since; the sentence stands elsewhere in it",
        "gone": "the source no longer holds this sentence",
        "absent": "the source is no longer indexed",
        "unchanged": "Every citation matches its source as it is now.",
        "stale": "Sources have changed since this answer:",
        "supported": "Written by a language model, checked on its sources",
        "unsupported": "Not supported by the sources",
        "by": "Answered by",
        "extractive": "the articles’ sentences",
        "missing_source": "No source has this name",
        "missing_answer": "No answer is kept at this address; it may have been forgotten.",
        "sign_in": "Sign in",
        "key": "Key",
        "wrong_key": "That is not a key of this server.",
        "too_fast": "Too many tries. Wait a minute and try again.",
        "sign_out": "Sign out",
        "take": "Take the answer with you",
        "bundle": "with its evidence (JSON)",
        "plain": "Text",
        "widget": "Isnad in your page",
        "widget_about": "Two lines put this box into any page:",
        "widget_origins": "The pages of other sites are let in by the setting",
        "next": "Next",
        "previous": "Previous",
        "page": "Page",
    },
}


def wanted(accepted: str) -> Language:
    """The language of the pages for an Accept-Language header; Arabic where both are absent.

    >>> wanted("en-GB,en;q=0.9,ar;q=0.8")
    'en'
    """
    best, weight = "", 0.0
    for part in accepted.lower().split(","):
        tag, _, rest = part.strip().partition(";")
        try:
            q = float(rest.partition("=")[2] or 1)
        except ValueError:
            q = 0.0
        if tag[:2] in PHRASES and q > weight:
            best, weight = tag[:2], q
    return "en" if best == "en" or (not best and accepted.strip(" *")) else "ar"


def language_of(text: str) -> Language:
    """The language of a text by its letters: what has more of them.

    >>> language_of("قال ABC إن الهجوم وقع")
    'ar'
    """
    sample = text[:2_000]
    arabic = sum("\u0600" <= char <= "\u08ff" for char in sample)
    latin = sum(unicodedata.category(char)[0] == "L" for char in sample) - arabic
    return "ar" if arabic >= latin else "en"
