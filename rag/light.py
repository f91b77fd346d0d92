"""Words that frame what is said: a statement may have them where its sentences don't."""

from functools import cache, lru_cache

from index.arabic import STOP_WORDS, fold, stem
from rag.conjugation import citations, inflections
from rag.inflection import bases

ENGLISH = frozenset(
    """say tell reveal disclose announce add call speak report state describe accord note mention
    according into through via per toward onto upon off out up down across along behind beside
    besides despite except inside outside near throughout until unlike versus without found find
    show indicate appear may might could would perhaps maybe possibly since under over within
    beyond after before around during amid among towards toward against because due owing
    despite although though following regarding concerning related time come become face take
    place make have get go put see hold keep bring give include consist comprise remain exist
    lie stand stay number total amount reach part still ago already yet currently now also
    however meanwhile again even thus therefore both one ones other others another thing way
    case kind sort order result matter he she it they him her them his their its who whom whose
    which what where when but person re line several various certain self approximately roughly
    about nearly almost some around former latter respectively further furthermore nothing
    anything something alongside aside apart well together instead rather likewise too else
    thereby whether once so then there here later earlier soon next afterwards thereafter
    moreover besides namely indeed amongst unless
    affirm stress emphasize emphasise quote cite explain reportedly""".split()
)
BARE = frozenset("give take hold make get go put keep bring come play".split())
"""Verbs that other words make into another: "give up", "take over"."""
ARABIC = """
قال يقول ذكر يذكر أكد يؤكد شدد يشدد لفت يلفت اعتبارا ابتداء بموجب
أضاف يضيف أفاد يفيد وصف يصف صرح يصرح كشف يكشف أعلن يعلن أشار يشير تحدث يتحدث
أوضح يوضح بين نقل ورد أورد تابع بأن بأنها بأنه بحسب حسب وفق وفقا طبقا نقلا ضمن تم تمت يتم جرى
يجري بدا يبدو تبدو ألا كونه كونها وكأنه كأن عبر عن بعض بشأن حول تجاه إزاء حيال خصوص بخصوص متعلق
المتعلقة المتعلق الخاصة المعني رأى يرى ترى اعتبر يعتبر بلاده بلادها بلد بلاد شهر عام سنة يوم
خلال أثناء بسبب نتيجة جراء إثر عقب لدى سوى حين حينما عندما بعدما قبل بعد منذ حتى رغم بلغ يبلغ
عدد زاد يزيد مقدار قدر نحو حوالي زهاء قرابة قيمة مجموع إجمالي جاء يأتي أتى وقع يقع صدر يصدر وجد
يوجد كان يكون أصبح يصبح صار يصير ظل بقي ضم يضم شمل يشمل تضمن يتضمن قام يقوم أدى يؤدي حصل يحصل
حدث يحدث شهد يشهد تمثل يتمثل عد يعد جار جارية بغية أجل ردا تجاه أمام مسافة مكان موقع أمر شيء
مسألة جانب جزء ربما قد لعل يمكن مرارا تكرارا مجددا أظهر يظهر ذلك كذلك أيضا وذلك حاليا الآن هناك
هنا مرة مرات عدة عدد إضافة آخر أخرى آخرين آخرون أخريات مع معا سويا جنب فضلا علاوة غيرها غيره كما
حيث إذ لذلك بالتالي ثم أما فيما بينما إنه إنها إنهم إنهما إنهن إننا إنني إنك إنكم أنه أنها أنهم
أنهما أنهن أننا أنني أنك أنكم كأنه كأنها كأنهم كأنهما كأنهن كأننا كأنني كأنك كأنكم لأنه لأنها
لأنهم لأنهما لأنهن لأننا لأنني لأنك لأنكم لكنه لكنها لكنهم لكنهما لكنهن لكننا لكنني لكنك لكنكم
بأنه بأنها بأنهم بأنهما بأنهن بأننا بأنني بأنك بأنكم وأنه وأنها وأنهم وأنهما وأنهن وأننا وأنني
وأنك وأنكم وإنه وإنها وإنهم وإنهما وإنهن وإننا وإنني وإنك وإنكم فإنه فإنها فإنهم فإنهما فإنهن
فإننا فإنني فإنك فإنكم
"""
"""Of saying, of relation, of time and cause, of measure, of being; not of judging or wanting."""


HEDGES = frozenset(
    fold(word)
    for word in """قد ربما لعل يحتمل محتمل المحتمل يمكن ممكن الممكن الأرجح المرجح يرجح متوقع المتوقع
    يتوقع المقرر مقرر بصدد وشك المفترض يعتزم تعتزم تخطط يخطط خطة خطط نية عزم ينوي تنوي يسعى تسعى
    expect expected likely probably plan plans planned planning intend intends intended intention
    seek seeks aim aims try tries trying attempt attempts hope hopes""".split()
)
"""To say with doubt what is said without is no falsehood."""


@cache
def _arabic() -> frozenset[str]:
    return frozenset(form for word in ARABIC.split() for form in (fold(word), stem(fold(word))))


@lru_cache(maxsize=50_000)
def _is_light(word: str) -> bool:
    form = fold(word)
    if form in STOP_WORDS or form in HEDGES:
        return True
    if form.isascii():
        return not ENGLISH.isdisjoint((form, *bases(form)))
    bare = form[1:] if form[0] in "وفبل" and len(form) > 4 else form
    known = {form, bare, stem(form), *citations(bare), *inflections(bare)}
    return not known.isdisjoint(_arabic())


def light(text: str) -> bool:
    """Whether a unit only frames what is said: "according to"."""
    words = text.split()
    if len(words) > 1 and not BARE.isdisjoint(words):
        return False  # "give up" says more than give and up
    return all(map(_is_light, words))
