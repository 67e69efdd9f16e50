"""The reader follows the feed: what it says is seen whole, soon, and in order."""

import time
from collections.abc import Callable

import pytest
from tests.factories.published import STATION_ROWS, Installation

from parvis.core.errors import NotFound, Unauthorized
from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog, datasets, process, records
from parvis.data.serving.access import ANONYMOUS, Caller
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DatasetPublished, DatasetWithdrawn, DomainChanged, WordsReady
from parvis.data.store.manifest import OPERATOR, Grant


def listed(reader: Reader, caller: Caller = ANONYMOUS) -> list[str]:
    page = catalog.search(reader, reader.domain(None), caller, QueryText(order_by="dataset_id", limit=100))
    return [view.manifest.id for view in page.views]


def total(reader: Reader, dataset_id: str) -> int | None:
    view = datasets.get(reader, reader.domain(None), ANONYMOUS, dataset_id)
    return records.search(reader, view, QueryText(limit=0)).total_count


def soon(holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold; two seconds are promised, a busy machine that tests gets more."""
    until = time.monotonic() + 15
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
    return holds()


def test_publications_revisions_and_withdrawals(installation: Installation, reader: Reader) -> None:
    assert listed(reader) == []
    installation.dataset("trees", rows=STATION_ROWS[:5])
    installation.dataset("bikes", rows=STATION_ROWS[:2])
    reader.refresh()
    assert (listed(reader), total(reader, "trees")) == (["bikes", "trees"], 5)
    installation.dataset("trees", rows=STATION_ROWS[:9], revision=2)
    installation.store.feed.append(DatasetWithdrawn("da_lyon_bikes", 1))
    assert listed(reader) == ["bikes", "trees"]
    reader.refresh()
    assert (listed(reader), total(reader, "trees")) == (["trees"], 9)
    with pytest.raises(NotFound):
        datasets.get(reader, reader.domain(None), ANONYMOUS, "bikes")


def test_a_request_under_way_keeps_what_it_began_with(installation: Installation, reader: Reader) -> None:
    installation.dataset("trees", rows=STATION_ROWS[:5])
    reader.refresh()
    before = datasets.get(reader, reader.domain(None), ANONYMOUS, "trees")
    installation.dataset("trees", rows=STATION_ROWS[:9], revision=2)
    reader.refresh()
    assert records.search(reader, before, QueryText()).total_count == 5


def test_a_rollback_shows_the_older_version(installation: Installation, reader: Reader) -> None:
    first = installation.dataset("trees", rows=STATION_ROWS[:5])
    installation.dataset("trees", rows=STATION_ROWS[:9], revision=2)
    reader.refresh()
    assert total(reader, "trees") == 9
    installation.dataset("trees", rows=None, revision=3, data=first.data, version=1)
    reader.refresh()
    assert total(reader, "trees") == 5


def test_an_identifier_passes_from_one_dataset_to_another(installation: Installation, reader: Reader) -> None:
    installation.dataset("new", rows=STATION_ROWS[:2], uid="da_second")
    installation.dataset("old", rows=STATION_ROWS[:5], uid="da_first")
    reader.refresh()
    installation.dataset("newer", rows=STATION_ROWS[:2], uid="da_second", revision=2)
    installation.store.feed.append(DatasetWithdrawn("da_first", 2))
    installation.dataset("old", rows=STATION_ROWS[:2], uid="da_second", revision=3)
    reader.refresh()
    assert (listed(reader), total(reader, "old")) == (["old"], 2)


def test_a_manifest_that_cannot_be_read_leaves_the_dataset_as_it_was(
    installation: Installation, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    installation.dataset("trees", rows=STATION_ROWS[:5])
    reader.refresh()
    installation.store.objects.put_bytes("datasets/da_lyon_trees/manifests/2.json", b"{broken")
    installation.store.feed.append(DatasetPublished("da_lyon_trees", 2, "datasets/da_lyon_trees/manifests/2.json"))
    installation.store.feed.append(DatasetPublished("da_ghost", 1, "datasets/da_ghost/manifests/1.json"))
    reader.refresh()
    assert (listed(reader), total(reader, "trees")) == (["trees"], 5)
    assert "cannot be read" in caplog.text


def test_domains_come_and_go(installation: Installation, reader: Reader) -> None:
    installation.domain("nord", "nord.test", "data.nord.test")
    installation.dataset("north", domain="nord", rows=STATION_ROWS[:2])
    reader.refresh()
    assert reader.domain("DATA.nord.test:80").slug == "nord"
    assert reader.domain("elsewhere").slug == "lyon"
    assert reader.named_domain("nord").slug == "nord"
    installation.store.feed.append(DomainChanged("nord", "Nord", removed=True))
    reader.refresh()
    assert reader.domain("nord.test").slug == "lyon"
    with pytest.raises(NotFound):
        reader.named_domain("nord")


def test_rights_that_change_without_a_new_version(installation: Installation, reader: Reader) -> None:
    first = installation.dataset("trees", rows=STATION_ROWS[:10])
    reader.refresh()
    assert total(reader, "trees") == 10
    installation.dataset("trees", rows=None, revision=2, version=1, data=first.data, grants=[Grant("public", "open")])
    reader.refresh()
    assert total(reader, "trees") == 5


def test_the_thread_sees_news_by_itself(installation: Installation, reader: Reader) -> None:
    installation.key("pk_staff", "lyon", "staff")
    installation.dataset("trees", rows=STATION_ROWS[:5], grants=[Grant("staff")])
    reader.start()
    assert soon(lambda: "pk_staff" in {key.id for key in reader.snapshot.keys.values()})
    caller = reader.caller(reader.domain(None), "pk_staff")
    assert soon(lambda: listed(reader, caller) == ["trees"])
    installation.key("pk_staff", "lyon", "staff", revoked=True)

    def refused() -> bool:
        try:
            reader.caller(reader.domain(None), "pk_staff")
        except Unauthorized:
            return True
        return False

    assert soon(refused)
    installation.store.feed.append(DatasetWithdrawn("da_lyon_trees", 1))
    assert soon(lambda: listed(reader, caller) == [])


def test_operator_rights_come_only_from_a_key_of_no_domain(installation: Installation, reader: Reader) -> None:
    installation.key("pk_all", None, OPERATOR)
    installation.key("pk_fake", "lyon", OPERATOR)
    reader.refresh()
    domain = reader.domain(None)
    assert reader.caller(domain, "pk_all").is_operator
    assert not reader.caller(domain, "pk_fake").is_operator
    assert reader.caller(domain, None) == ANONYMOUS


def test_the_word_index_of_a_version_is_used_once_ready(installation: Installation, reader: Reader) -> None:
    manifest = installation.dataset("trees", rows=STATION_ROWS[:5])
    installation.store.feed.append(WordsReady(manifest.uid, 1, f"datasets/{manifest.uid}/1/words"))
    reader.refresh()
    view = datasets.get(reader, reader.domain(None), ANONYMOUS, "trees")
    assert view.records.words == installation.store.objects.local_path(f"datasets/{manifest.uid}/1/words")


def test_the_reader_of_the_process_opens_its_home_once(home: object, installation: Installation) -> None:
    process.use(None)
    try:
        first = process.reader()
        assert process.reader() is first
        assert first.store.temporary.is_dir()
    finally:
        first.stop()
        process.use(None)
