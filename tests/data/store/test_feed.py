"""The feed keeps whole lines in order, whatever happens to its end."""

import threading
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.data.store.entries import DatasetPublished, DatasetWithdrawn, DomainChanged, Entry, KeyChanged, WordsReady
from parvis.data.store.feed import Feed, FeedCorrupted
from parvis.data.store.feed_lines import decode, encode

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
NUMBER = st.integers(0, 2**53)
ENTRIES = st.one_of(
    st.builds(DatasetPublished, TEXT, NUMBER, TEXT),
    st.builds(DatasetWithdrawn, TEXT, NUMBER),
    st.builds(WordsReady, TEXT, NUMBER, TEXT),
    st.builds(DomainChanged, TEXT, TEXT, st.lists(TEXT).map(tuple), st.booleans(), TEXT),
    st.builds(KeyChanged, TEXT, TEXT, st.none() | TEXT, st.lists(TEXT).map(tuple), st.booleans()),
)


def withdrawn(number: int) -> Entry:
    return DatasetWithdrawn(f"da_{number}", number)


@given(NUMBER, st.none() | TEXT, ENTRIES)
def test_a_line_reads_back_as_it_was_written(seq: int, token: str | None, entry: Entry):
    line = decode(encode(seq, "2026-01-01T00:00:00.000000+00:00", token, entry)[:-1])
    assert line is not None
    assert (line.seq, line.token, line.entry()) == (seq, token, entry)


@given(ENTRIES, st.data())
def test_no_part_of_a_line_is_taken_for_a_line(entry: Entry, data: st.DataObject):
    whole = encode(1, "2026-01-01T00:00:00.000000+00:00", None, entry)[:-1]
    assert decode(whole[: data.draw(st.integers(0, len(whole) - 1))]) is None


def test_entries_are_read_in_order_after_a_number(feed: Feed):
    for number in range(1, 4):
        assert feed.append(withdrawn(number)) == number
    assert [(seq, entry) for seq, _, entry in feed.read(1)] == [(2, withdrawn(2)), (3, withdrawn(3))]
    assert [seq for seq, _, _ in feed.read()] == [1, 2, 3]
    assert feed.read(3) == []
    assert feed.last() == 3


def test_a_feed_that_does_not_exist_yet_is_empty(feed: Feed):
    assert feed.read() == []
    assert feed.last() == 0


def test_a_token_is_written_once_even_by_another_process(feed: Feed):
    first = feed.append(withdrawn(1), token="a")
    assert feed.append(withdrawn(1), token="a") == first
    assert Feed(feed.path).append(withdrawn(1), token="a") == first
    assert len(feed.read()) == 1


@settings(max_examples=30)
@given(cut=st.integers(1, 60), garbage=st.binary(max_size=40))
def test_a_torn_last_line_is_invisible_and_cut_by_the_next_append(tmp_path_factory, cut: int, garbage: bytes):
    feed = Feed(tmp_path_factory.mktemp("feed") / "feed.jsonl")
    for number in (1, 2):
        feed.append(withdrawn(number))
    whole = feed.path.read_bytes()
    feed.path.write_bytes(whole[: len(whole) - cut] + garbage.replace(b"\n", b""))
    assert [seq for seq, _, _ in Feed(feed.path).read()] == [1]
    assert Feed(feed.path).append(withdrawn(3)) == 2
    assert [entry for _, _, entry in Feed(feed.path).read()] == [withdrawn(1), withdrawn(3)]


def test_a_damaged_line_in_the_middle_is_told_never_skipped(feed: Feed):
    for number in (1, 2, 3):
        feed.append(withdrawn(number))
    feed.path.write_bytes(feed.path.read_bytes().replace(b"da_2", b"da_9"))
    with pytest.raises(FeedCorrupted, match="after number 1"):
        Feed(feed.path).read()
    with pytest.raises(FeedCorrupted):
        Feed(feed.path).append(withdrawn(4))


def test_entries_of_a_later_program_are_passed_over(feed: Feed):
    feed.append(withdrawn(1))
    later = encode(2, "2026-01-01T00:00:00.000000+00:00", None, withdrawn(2)).replace(b'"withdraw"', b'"teleport"')
    body = later.rpartition(b',"crc"')[0] + b"}"
    feed.path.write_bytes(feed.path.read_bytes() + recoded(body))
    assert [seq for seq, _, _ in feed.read()] == [1]
    assert feed.append(withdrawn(3)) == 3
    assert [seq for seq, _, _ in feed.read(1)] == [3]


def recoded(body: bytes) -> bytes:

    return body[:-1] + b',"crc":"%08x"}\n' % zlib.crc32(body)


def test_many_writers_leave_no_gap(tmp_path: Path):
    path = tmp_path / "feed.jsonl"

    def write(writer: int) -> None:
        own = Feed(path)
        for number in range(20):
            own.append(withdrawn(number), token=f"{writer}-{number}")

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [seq for seq, _, _ in Feed(path).read()] == list(range(1, 81))
