"""English words as a dictionary lists them: inflected forms to their base forms."""

import re
from functools import cache, lru_cache

IRREGULAR = """
arise arose arisen|be am is are was were been being|bear bore born borne|beat beaten|become became
begin began begun|behold beheld|bend bent|bid bade bidden|bind bound|bite bit bitten|bleed bled
blow blew blown|break broke broken|breed bred|bring brought|build built|burn burnt|buy bought
catch caught|choose chose chosen|cling clung|come came|creep crept|deal dealt|dig dug
do did done does|draw drew drawn|dream dreamt|drink drank drunk|drive drove driven|dwell dwelt
eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|fling flung
fly flew flown|forbid forbade forbidden|foresee foresaw foreseen|forget forgot forgotten
forgive forgave forgiven|forsake forsook forsaken|freeze froze frozen|get got gotten
give gave given|go went gone goes|grind ground|grow grew grown|hang hung|have has had|hear heard
hide hid hidden|hold held|keep kept|kneel knelt|know knew known|lay laid|lead led|lean leant
leap leapt|learn learnt|leave left|lend lent|lie lay lain|light lit|lose lost|make made|mean meant
meet met|mistake mistook mistaken|outgrow outgrew|overcome overcame|oversee oversaw overseen
overtake overtook overtaken|overthrow overthrew overthrown|pay paid|plead pled|prove proven
ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought
sell sold|send sent|sew sewn|shake shook shaken|shear shorn|shine shone|shoot shot|show shown
shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|slay slew slain|sleep slept|slide slid
smell smelt|sow sown|speak spoke spoken|speed sped|spell spelt|spend spent|spill spilt|spin spun
spoil spoilt|spring sprang sprung|stand stood|steal stole stolen|stick stuck|sting stung
strike struck stricken|string strung|strive strove striven|swear swore sworn|sweep swept
swell swollen|swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told
think thought|throw threw thrown|tread trod trodden|undergo underwent undergone
understand understood|undertake undertook undertaken|uphold upheld|wake woke woken|wear wore worn
weave wove woven|weep wept|win won|wind wound|withdraw withdrew withdrawn|withhold withheld
withstand withstood|write wrote written|man men|woman women|child children|foot feet|tooth teeth
goose geese|mouse mice|person people|ox oxen|die dice|penny pence|crisis crises|analysis analyses
basis bases|hypothesis hypotheses|thesis theses|axis axes|oasis oases|criterion criteria
phenomenon phenomena|medium media|datum data|bacterium bacteria|curriculum curricula
stratum strata|memorandum memoranda|nucleus nuclei|fungus fungi|alumnus alumni|radius radii
stimulus stimuli|cactus cacti|larva larvae|alga algae|antenna antennae|formula formulae
vertebra vertebrae|index indices|matrix matrices|appendix appendices|vertex vertices
good better best|bad worse worst|far farther further furthest|many more most|little less least
old elder eldest
"""
"""Base forms, each with its irregular forms, one group between bars."""
SUFFIXES = (
    (re.compile("(?<=..)ies$"), ("y", "ie")),
    (re.compile("(?<=..)ves$"), ("f", "fe", "ve")),
    (re.compile("(?:(?<=[sxzo])|(?<=[cs]h))es$"), ("", "e")),
    (re.compile("(?<=..)(?<=[^su])s$"), ("",)),
    (re.compile("(?<=.)ied$"), ("y",)),
    (re.compile(r"(?<=..)([bdfgklmnprtvz])\1(?:ed|ing|er|est)$"), (r"\1", r"\1\1")),
    (re.compile("(?<=[aeiouy][^aeiou])ed$|(?<=..)ed$"), ("", "e")),
    (re.compile("(?<=.)ying$"), ("ie", "y")),
    (re.compile("(?<=..)ing$"), ("", "e")),
    (re.compile("(?<=..)ier$|(?<=..)iest$|(?<=..)ily$"), ("y",)),
    (re.compile("(?<=...)(?:er|est)$"), ("", "e")),
    (re.compile("(?<=...)ically$"), ("ic", "ical")),
    (re.compile("(?<=...)bly$"), ("ble",)),
    (re.compile("(?<=..)ly$"), ("", "le")),
)
"""Inflectional endings and what stands in their place, the likelier first."""

SPELLINGS = (
    (re.compile("is(?=e$|es$|ed$|ing$|ation)"), "iz"),
    (re.compile("our(?=$|s$|ed$|ing$|able|ful)"), "or"),
    (re.compile("(?<=[bct])re$"), "er"),
    (re.compile("ogue$"), "og"),
    (re.compile("ence$"), "ense"),
    (re.compile("programme"), "program"),
    (re.compile("aem"), "em"),
    (re.compile("ll(?=ed$|ing$|er$|ers$)"), "l"),
)
"""British spellings and the American ones of the lexicon."""

DERIVED = (
    (
        re.compile(
            "^(?:un|in|im|non|anti|counter|pre|post|re|over|sub|inter|semi|multi|co|ex|de|dis)-?(?=....)"
        ),
        ("",),
    ),
    (re.compile("(?<=....)ness$"), ("",)),
    (re.compile("(?<=...)iness$"), ("y",)),
    (re.compile("(?<=...)ment$"), ("",)),
    (re.compile("(?<=...)ations?$"), ("e", "ate", "")),
    (re.compile("(?<=...)ions?$"), ("", "e")),
    (re.compile("(?<=...)i(?:ty|st|sts|sm|c|cal|an|ans)$"), ("", "e", "y", "a")),
    (re.compile("(?<=...)abilit(?:y|ies)$"), ("able",)),
    (re.compile("(?<=...)al$"), ("", "e", "y")),
    (re.compile("(?<=...)(?:ors?|ers?|ees?)$"), ("", "e")),
    (
        re.compile("(?<=...)(?:ous|ive|able|ful|less|ship|hood|ary|ance|like|wide|based)$"),
        ("", "e", "y"),
    ),
    (re.compile("(?<=...)(?:ian|an|ese|ish|ite)s?$"), ("", "a", "y", "e")),
)
"""Derivational endings, a last resort: the meaning is near, not the same."""


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for entry in IRREGULAR.replace("\n", "|").split("|"):
        base, *inflected = entry.split() or [""]
        for form in inflected:
            table[form] = (*table.get(form, ()), base)
    return table


@lru_cache(maxsize=20_000)
def bases(word: str) -> tuple[str, ...]:
    """Base forms a lower-case English word may have, likelier first, the word itself first of all.

    `bases("bodies") == ("bodies", "body", "bodie", ...)`: the caller knows which of them exist.
    """
    found = dict.fromkeys([word, *_irregular().get(word, ())])
    for form in [word, *(_spelt(word))]:
        found[form] = None
        for pattern, endings in SUFFIXES:
            if pattern.search(form):
                for ending in endings:
                    base = pattern.sub(ending, form)
                    found[base] = None
                    found.update(dict.fromkeys(_spelt(base)))
    return tuple(found)


@lru_cache(maxsize=20_000)
def roots(word: str) -> tuple[str, ...]:
    """Words that a lower-case English word may be derived from: "statehood" gives "state"."""
    found: dict[str, None] = {}
    for base in bases(word):
        for pattern, endings in DERIVED:
            if pattern.search(base):
                found.update(
                    dict.fromkeys(pattern.sub(ending, base, count=1) for ending in endings)
                )
    known = set(bases(word))
    return tuple(form for form in found if form not in known and len(form) > 2)


def _spelt(word: str) -> list[str]:
    spelt = [pattern.sub(american, word) for pattern, american in SPELLINGS if pattern.search(word)]
    return [form for form in spelt if form != word]
