"""What comes from outside writes no line of its own into the log."""

import logging

import pytest

from index.log import LONGEST, escaped, log


def test_a_message_is_one_line_of_what_can_be_seen(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING", "isnad"):
        log.warning("left out: %s", "قال\nWARNING all is well\x1b[2J\u202e\u2028 100%s")
    (record,) = caplog.records
    assert record.getMessage() == r"left out: قال\nWARNING all is well\x1b[2J\u202e\u2028 100%s"


def test_a_long_message_is_cut() -> None:
    assert len(escaped("x" * 10 * LONGEST)) <= LONGEST + 1


def test_it_is_the_logger_of_that_name() -> None:
    assert log is logging.getLogger("isnad")
