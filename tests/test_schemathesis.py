"""The OpenAPI document holds: whatever is sent, no 500, and every response as documented."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from serving import running

from index.files import from_bytes
from index.store import UPLOADS, Index
from rag.pipeline import Pipeline
from ui.app import build
from ui.kept import Kept
from ui.security import access
from ui.service import Service

TEXT = "وصل الوفد مساء الثلاثاء. ثم غادر يوم الأربعاء. The delegation left on Wednesday."
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
EXAMPLES = 20
"""Of each call and mode: enough to find what always goes wrong, and done in seconds."""
LEFT_OUT = [positive_data_acceptance]
"""A question that fits the schema may still hold no letter, which is a 422."""


@pytest.fixture(scope="module")
def schema() -> Iterator[schemathesis.BaseSchema]:
    with TemporaryDirectory() as folder, Index.open(Path(folder)) as index:
        list(index.add([from_bytes("a.txt", TEXT.encode(), UPLOADS)]))
        with closing(Kept.open(Path(folder))) as kept:
            service = Service(Pipeline(index), kept, max_upload=2**20)
            everybody = access(host="127.0.0.1", keys=(), public_url="", max_upload=2**20)
            with running(build(service, everybody, chat=False)) as client:
                url = str(client.base_url.join("/openapi.json"))
                yield schemathesis.openapi.from_url(url)


@pytest.mark.parametrize("mode", MODES)
def test_every_response_is_as_documented(
    schema: schemathesis.BaseSchema, mode: schemathesis.GenerationMode
) -> None:
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 10
    for operation in operations:
        if mode is schemathesis.GenerationMode.NEGATIVE and not operation.body:
            continue  # any path is a fine name

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=HealthCheck
        )
        def check(case: schemathesis.Case) -> None:
            case.call_and_validate(timeout=30, excluded_checks=LEFT_OUT)

        check()
