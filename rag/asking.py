"""How Arabic questions are asked: the kind of answer they want, and their words besides that."""

import re
from collections.abc import Iterator

from index.arabic import STOP_WORDS, Token, fold, tokens
from rag.question import Kind


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


def _kinds(words: dict[Kind, str]) -> dict[str, Kind]:
    return {form: kind for kind, some in words.items() for form in _folded(some)}


ASKING = _kinds(
    {
        "number": "كم بكم لكم كام بكام قديش أديش اديه قداش شقد شكد اشقد اشكد شكثر شحال بشحال",
        "date": "متى امتى إمتى إيمتى امتا متا وقتاش أيان",
        "place": "أين وين فين منين لوين لأين فوين",
        "cause": "لماذا لمَ ليش ليه علاش علام لويش",
        "manner": "كيف كيفاش شلون إزاي ازاى اشلون",
        "person": "مين منو مينو شكون لمن بمن ممن لمين",
        "polar": "هل أهل ألم أليس أليست أما واش",
    }
)
"""Question words, written and colloquial, that settle the kind by themselves."""
WHO = "من"
WHO_FOLLOWED = _folded("هو هي هم هما الذي التي الذين تلك ذلك")
NOT_WHO = _folded("بين خلال أجل قبل بعد دون ضمن حيث جهة ناحية المعروف الممكن المتوقع المقرر")
"""Before these «من» is the preposition."""
WHICH = _folded("أي أية بأي لأي فأي ايا أيهما")
WHAT = _folded(
    """ما ماذا ماهو ماهي ماهى بم بما بماذا شو شنو ايش إيش وش اش إيه ايه شنهو شنهي مالذي ماالذي
    عم عما عماذا مم مما فيم"""
)
PREPOSITIONS = _folded(
    "في من على إلى الى عن مع منذ حتى ضد لدى بعد قبل خلال عند بين تحت حول حسب بحسب وفق"
)
COPULAS = _folded("هو هي هم هما كان كانت يكون تكون يبلغ تبلغ بلغ بلغت الذي التي")
NAMES = _folded("اسم أسماء لقب اسماء")
OPINIONS = _folded("رأي موقف تصريح تصريحات تعليق رد قول وصف")
NOUNS = _kinds(
    {
        "cause": """سبب أسباب دافع دوافع مبرر مبررات علة عوامل السبب الأسباب الدافع الدوافع ذريعة
            داعي""",
        "number": """عدد نسبة مساحة عمر طول ارتفاع عرض وزن قيمة مقدار كمية تكلفة كلفة حجم سعر ثمن
            سرعة حصيلة معدل إجمالي مجموع مدة راتب ميزانية درجة مسافة عمق كثافة تعداد رقم سن""",
        "date": """عام سنة يوم شهر تاريخ قرن عقد وقت ساعة فترة عصر حقبة موعد العام السنة اليوم
            الشهر القرن العقد الوقت زمن تواريخ ليلة أسبوع مواعيد سنوات أعوام""",
        "place": """مدينة دولة بلد مكان قارة منطقة محافظة ولاية جزء قرية حي شارع موقع عاصمة مقر
            إقليم جزيرة بلدة المدينة الدولة البلد المكان القارة المنطقة المحافظة الولاية أماكن
            مواقع جامعة مدن دول بلاد موطن""",
        "person": """شخص رئيس وزير قائد ملك مدير مؤسس كاتب مؤلف مخترع شاعر لاعب زعيم أمير سفير
            مبعوث ممثل مدرب مغني عالم خليفة سلطان الشخص الرئيس الوزير القائد الملك المدير المؤسس
            الكاتب الشاعر اللاعب زوجة زوج والد والدة ابن ابنة أب أم المتحدث الناطق المبعوث السفير
            السفيرة شخصية وزيرة سفيرة متحدث ناطق مستشار""",
        "manner": "كيفية طريقة الطريقة آلية وسيلة أسلوب طرق",
        "definition": "معنى تعريف المقصود المراد مفهوم تعني يعني يقصد",
    }
)
"""Nouns behind «أي» and «ما» that say what is asked for: «في أي عام», «ما عدد»."""
CAUSING = re.compile(
    r"(?:[يت]?دفع|[اي]دي|[اي]دت|تودي|[يت]?جعل|[يت]?سبب|[يت]تسبب|تسبب|حمل|حدا)(?:ت|ه|ها|هم|وا)?"
)
SAYING = re.compile(
    r"(?:قال|[يتن]قول|صرح|اعلن|[يت]علن|اكد|ذكر|اوضح|اضاف|اشار|علق|وصف|رد|اجاب|طالب|دعا|اتهم|نفي|حذر"
    r"|هدد|تعهد|زعم|كشف|كتب|[يت]صرح|[يت]وكد|[يت]ذكر|[يت]وضح|[يت]ضيف|[يت]شير|[يت]علق|[يت]صف|[يت]رد"
    r"|[يت]جيب|[يت]طالب|اقترح|[يت]قترح|طلب|[يت]طلب|[يت]ري|اعتبر|[يت]عتبر|راي|[يت]زعم|[يت]كشف|اخبر"
    r"|ابلغ)(?:ت|ه|ها|وا|ون|نا)?"
)
FRAME = _folded(
    """يوجد توجد هناك هنالك ياترى ترى رجاء حضرتك يا اللذي اللتي اللذى هاذا هاذه هذة ذالك لاكن
    اللي أعرف نعرف أريد عايز عاوز بدي أبغى حاب"""
)
"""Words that belong to the asking and say nothing of what is asked; stop words misspelt, too."""
COUNTING = _folded("عدد")
DEFINITION_WORDS = 2
"""«ما هي القاعدة» asks what a thing is; a longer noun phrase mostly asks for one of its parts."""


def content(text: str) -> list[Token]:
    """The words of a question without stop words and those it is asked with.

    "كم يبلغ عدد الجنود في سوريا؟" leaves الجنود and سوريا.
    """
    found = list(tokens(text))
    frame = set(_frame([token.form for token in found]))
    return [
        token
        for i, token in enumerate(found)
        if i not in frame and token.form not in STOP_WORDS and _bare(token.form) not in ASKING
    ]


def _frame(forms: list[str]) -> Iterator[int]:
    """Where the words stand that only ask: «ما هو عدد», «يبلغ», «ياترى»."""
    for i, form in enumerate(forms):
        bare = _bare(form)
        what = bare in WHAT or bare in WHICH
        if form in FRAME or what:
            yield i
        if what or ASKING.get(bare) == "number":
            at = i + 1
            while at < len(forms) and forms[at] in COPULAS:
                yield at
                at += 1
            if at < len(forms) and (
                forms[at] in NAMES | COUNTING or NOUNS.get(forms[at]) == "cause"
            ):
                yield at


def _bare(form: str) -> str:
    """A question word without the و or ف that joins it to the turn before: وكم gives كم."""
    rest = form[1:]
    known = rest in ASKING or rest in WHAT or rest in WHICH or rest == WHO
    return rest if known and form[0] in "وف" else form


def kind(text: str) -> Kind:
    """The kind of answer an Arabic question asks for: `kind("كم عدد الجنود؟") == "number"`.

    A question word anywhere counts, since colloquial questions may end with it; the noun behind
    «أي» and «ما» decides where they are asked with; "thing" is what is left.
    """
    clauses = [[token.form for token in tokens(part)] for part in re.split(r"[،؛,;:]\s", text)]
    for words in clauses:
        if words and (found := _head(words)):
            return found
    every = [word for words in clauses for word in words]
    for i, word in enumerate(every):
        rest = every[i + 1 :]
        if _bare(word) in ASKING:
            return ASKING[_bare(word)]
        if _bare(word) in WHICH:
            return _noun(rest) or "thing"
        if word == WHO and rest and rest[0] in WHO_FOLLOWED:
            return "person"
    return "thing"


def asks(text: str) -> bool:
    """Whether a text holds an Arabic question word: «وبحسب الوزارة؟» does not."""
    forms = {_bare(token.form) for token in tokens(text)}
    return not forms.isdisjoint(ASKING.keys() | WHAT | WHICH | {WHO})


def _head(words: list[str]) -> Kind | None:
    """The kind by the first words of a clause, a preposition before the question word skipped."""
    at = 0
    while at + 1 < len(words) and words[at].removeprefix("و") in PREPOSITIONS:
        following = _bare(words[at + 1])
        if not (following in ASKING or following in WHICH or following in WHAT or following == WHO):
            break
        at += 1
    first, rest = _bare(words[at]), words[at + 1 :]
    if first == WHO:
        return None if rest and rest[0] in NOT_WHO else "person"
    if first in WHICH:
        return _noun(rest) or "thing"
    if first in WHAT:
        return _what(first, rest)
    return ASKING.get(first)


def _what(first: str, rest: list[str]) -> Kind:
    """The kind of a question with «ما», «ماذا», «ما هي», «شو»."""
    copula = first.endswith(("هو", "هي"))
    while rest and rest[0] in COPULAS:
        copula = copula or rest[0] in ("هو", "هي")
        rest = rest[1:]
    if not rest:
        return "thing"
    if CAUSING.fullmatch(rest[0]):
        return "cause"
    if rest[0] in OPINIONS or (SAYING.fullmatch(rest[0]) and not copula):
        return "saying"
    if found := _noun(rest):
        return found
    words = [word for word in rest if word not in STOP_WORDS]
    whole = words == rest and len(words) <= DEFINITION_WORDS
    definite = len(rest) == 1 or rest[0].startswith("ال") or rest[0].isascii()
    return "definition" if copula and whole and definite else "thing"


def _noun(rest: list[str]) -> Kind | None:
    """The kind the noun behind «أي» or «ما» asks for."""
    if not rest:
        return None
    if rest[0] in NAMES:
        return "person" if rest[1:] and NOUNS.get(rest[1]) == "person" else "thing"
    return NOUNS.get(rest[0])
