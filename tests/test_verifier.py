"""Verifiers: what sentences carry, by reading and by rules."""

from rag.reader import Reader
from rag.verifier import CARRIED, ReadingVerifier, RuleVerifier

SENTENCES = ["أعلنت وزارة الصحة في تونس الثلاثاء وفاة سبعة مرضى وإصابة أربعين آخرين بالحمى."]


class Never(Reader):
    def follows(self, statement: str, evidence: object) -> list[float]:
        return [-20.0]


class Always(Reader):
    def follows(self, statement: str, evidence: object) -> list[float]:
        return [20.0]


def test_a_sentence_carries_itself() -> None:
    for verifier in (ReadingVerifier(Reader()), RuleVerifier()):
        assert verifier.score(SENTENCES, SENTENCES[0]) >= CARRIED


def test_another_number_is_not_carried() -> None:
    other = "أعلنت وزارة الصحة في تونس الثلاثاء وفاة تسعين مريضا وإصابة أربعين آخرين بالحمى."
    for verifier in (ReadingVerifier(Reader()), RuleVerifier()):
        assert verifier.score(SENTENCES, other) < CARRIED


def test_no_sentence_carries_nothing() -> None:
    assert ReadingVerifier(Reader()).score([], "شيء") == 0


def test_both_judges_must_agree() -> None:
    statement = "توفي سبعة مرضى بالحمى في تونس."
    assert ReadingVerifier(Always()).score(SENTENCES, statement) >= CARRIED
    assert ReadingVerifier(Always(), lambda _, __: 0.1).score(SENTENCES, statement) < CARRIED
    assert ReadingVerifier(Never(), lambda _, __: 1.0).score(SENTENCES, statement) < CARRIED
