"""How English questions are asked: the kind of answer they want."""

import re

from rag.question import Kind

WHICH = (
    r"(?:which|what)(?:'s| is| are| was| were| the| exact| exactly| specific| other| two| three)*"
)
SAY = (
    r"(?:say|said|announce|declare|state|claim|add|comment|tell|told|warn|explain|argue|admit"
    r"|insist|respond|reply|promise|demand|call for|think|believe)"
)
PATTERNS: tuple[tuple[str, Kind], ...] = (
    (r"how come\b", "cause"),
    (
        (
            r"how (?:many|much|long|old|far|often|tall|high|large|big|fast|deep|wide|heavy"
            r"|frequently|late|strong|hot|cold|small|short)\b"
        ),
        "number",
    ),
    (r"how\b", "manner"),
    (r"when\b", "date"),
    (r"who(?:m|se)?\b", "person"),
    (r"where\b", "place"),
    (r"why\b", "cause"),
    (rf"what (?:did|does|do|has|have|had|was|were|would|will)\b.*\b{SAY}\b", "saying"),
    (
        (
            rf"{WHICH} (?:\w+ )?(?:years?|days?|dates?|month|century|decade|time|hour|week|weekday"
            r"|season|period|era|deadline)\b"
        ),
        "date",
    ),
    (
        (
            rf"{WHICH} (?:\w+ )?(?:city|cities|country|countries|place|province|state|region"
            r"|continent|town|village|capital|location|island|nation|headquarters|district|part)\b"
        ),
        "place",
    ),
    (
        (
            rf"{WHICH} (?:\w+ )?(?:number|percentage|percent|proportion|population|amount|size"
            r"|total|age|cost|price|length|height|weight|distance|speed|rate|ratio|value|share|toll|budget"
            r"|temperature|area)\b"
        ),
        "number",
    ),
    (
        (
            rf"{WHICH} (?:names? of (?:the )?)?(?:\w+ ){{0,2}}(?:president|minister|king|queen"
            r"|leader|person|man|woman|ambassador|officials?|commander|general|author|writer|spokes\w+|envoy"
            r"|politicians?|player|scientist|founder|director|coach|emperor|prince)\b(?! did\b)"
        ),
        "person",
    ),
    (rf"{WHICH} (?:\w+ )?(?:reasons?|causes?|motives?)\b", "cause"),
    (r"what (?:caused|led|made|prompted|drove|pushed|triggered)\b", "cause"),
    (rf"{WHICH} (?:method|way|means|process|manner)\b", "manner"),
    (rf"{WHICH} (?:meaning|definition)\b|define\b", "definition"),
    (r"what (?:does|do) .*\b(?:mean|stand for)$", "definition"),
    (
        (
            rf"{WHICH} (?:\w+ )*(?:opinion|position|views?|reaction|statement|comment|response"
            r"|stance)\b"
        ),
        "saying",
    ),
    (r"what(?:'s| is| are| was| were) (?:(?:the|an?) )?[\w-]+(?: [\w-]+)?$", "definition"),
    (r"(?:what|which)\b", "thing"),
    (
        (
            r"(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|may|might|must"
            r"|am|isn't|aren't|didn't|doesn't|don't|wasn't|weren't|won't|hasn't|haven't)\b"
        ),
        "polar",
    ),
)
"""How a clause begins that settles the kind, tried in this order."""
RULES = tuple((re.compile(pattern), kind) for pattern, kind in PATTERNS)
LEAD = re.compile(
    r"(?:and|but|so|then|also|please|tell me|do you know|can you tell me|i wonder|to|in|at|on"
    r"|from|for|by|with|since|until|after|before|about|against|of|under|during|exactly)\s+(?=\S)"
)
"""What may stand before the question word."""
QUESTION_WORD = re.compile(r"\b(?:how|when|whom?|whose|where|why|what|which)\b.*")


def kind(text: str) -> Kind:
    """The kind of answer an English question asks for: `kind("In which year?") == "date"`.

    The first clause that begins as a question does decides, else the first question word
    anywhere; "thing" is what is left.
    """
    plain = re.sub(r"[?؟!.\s]+$", "", text.strip().lower().replace("’", "'"))
    clauses = [clause.strip() for clause in re.split(r"[,;:]\s", plain)]
    inside = [match[0] for match in QUESTION_WORD.finditer(plain)]
    return next((found for part in clauses + inside if (found := _head(part))), "thing")


def asks(text: str) -> bool:
    """Whether a text holds an English question word or opens as a question does."""
    plain = text.strip().lower()
    return QUESTION_WORD.search(plain) is not None or _head(plain) is not None


def _head(clause: str) -> Kind | None:
    while True:
        for rule, found in RULES:
            if rule.match(clause):
                return found
        lead = LEAD.match(clause)
        if lead is None:
            return None
        clause = clause[lead.end() :]
