"""Which versions a policy gives up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.control.catalog.facts import InvalidRetention
from parvis.control.catalog.rules.retention import Retention, expired
from parvis.control.catalog.rules.timeline import with_shown

DAYS = ("01-01", "01-20", "02-03", "02-09", "04-01")
MADE = [(number, f"2026-{day}T00:00:00") for number, day in enumerate(DAYS, 1)]


@pytest.mark.parametrize(
    ("text", "current", "gone"),
    [
        ("all", 5, []),
        ("last:2", 5, [1, 2, 3]),
        ("last:2", 1, [2, 3]),
        ("last:9", 5, []),
        ("monthly:1", 5, [1, 3]),
        ("monthly:3", 3, [1]),
        ("last:1", None, [1, 2, 3, 4]),
    ],
)
def test_what_each_policy_gives_up(text: str, current: int | None, gone: list[int]):
    assert expired(Retention.read(text), MADE, current) == gone


@pytest.mark.parametrize("text", ["", "none", "last", "last:0", "last:-1", "monthly:x", "last:1000000", "last:1; x"])
def test_a_text_that_says_nothing_is_refused(text: str):
    with pytest.raises(InvalidRetention):
        Retention.read(text)


def test_a_policy_is_read_as_it_is_written():
    for text in ("all", "last:3", "monthly:12"):
        policy = Retention.read(text)
        assert (str(policy), Retention.from_dict(policy.to_dict())) == (text, policy)
    assert Retention.from_dict({}) == Retention()


@given(st.sampled_from(["last:1", "monthly:1"]), st.sets(st.integers(1, 40), min_size=1), st.data())
def test_the_current_and_the_newest_version_always_stay(text: str, numbers: set[int], data: st.DataObject):
    current = data.draw(st.sampled_from(sorted(numbers)))
    made = [(n, f"2026-{1 + n % 12:02}-01") for n in numbers]
    assert not {current, max(numbers)} & set(expired(Retention.read(text), made, current))


def test_the_timeline_grows_with_what_is_shown_only():
    shown: list[list[object]] = []
    for at, number in (("1", 0), ("2", 1), ("3", 1), ("4", 2), ("3", 1), ("5", 0)):
        shown = with_shown(shown, at, number)
    assert shown == [["2", 1], ["4", 2], ["4", 1], ["5", 0]]
