"""What a dialect says it holds comes back from its documents."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.data.metadata.dialects.full import EMPTY, FULL

from parvis.data.metadata.description import Description
from parvis.data.metadata.dialect import Dialect
from parvis.data.metadata.dialects import DIALECTS, read, recognise, write
from parvis.data.metadata.vocabularies import codes

ALL = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))


def again(dialect: Dialect, description: Description) -> Description:
    return read(dialect.name, write(dialect.name, description))


@ALL
def test_members_come_back_as_they_were(dialect: Dialect) -> None:
    found = again(dialect, FULL)
    for member in set(dialect.members) - dialect.lossy - {"distributions", "update_frequency"}:
        assert getattr(found, member) == getattr(FULL, member), member
    if "update_frequency" in set(dialect.members) - dialect.lossy:
        assert codes.frequency(found.update_frequency) is codes.frequency(FULL.update_frequency)


@ALL
def test_files_come_back_as_they_were(dialect: Dialect) -> None:
    written = {file.url: file for file in FULL.distributions}
    found = again(dialect, FULL).distributions
    assert {f.url for f in FULL.distributions if f.role == "data"} <= {f.url for f in found}
    for file in found:
        for member in dialect.files:
            assert getattr(file, member) == getattr(written[file.url], member), (file.url, member)


@ALL
def test_a_dialect_holds_what_it_says_and_nothing_else(dialect: Dialect) -> None:
    found = again(dialect, FULL).to_dict()
    assert set(found) <= set(dialect.members) | {"identifier", "extras"}
    assert {m for m in dialect.members if m not in dialect.lossy and m in FULL.to_dict()} <= set(found)


@ALL
def test_a_description_that_says_nothing_can_be_written(dialect: Dialect) -> None:
    assert again(dialect, EMPTY).title == "Rien"
    assert again(dialect, Description(title="Sans adresse")).title == "Sans adresse"


@ALL
def test_a_document_is_recognised(dialect: Dialect) -> None:
    assert recognise(write(dialect.name, FULL)) == dialect.name
    assert recognise(write(dialect.name, EMPTY)) == dialect.name


@ALL
def test_a_description_without_html_comes_back_in_its_paragraphs(dialect: Dialect) -> None:
    html = "<p>Un &lt;b&gt; &amp; deux</p>\n<p>Trois<br>quatre</p>"
    assert again(dialect, replace(FULL, description=html)).description == html


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=30)
ANY = st.builds(
    Description,
    title=TEXTS,
    description=st.none() | TEXTS,
    publisher=st.none() | TEXTS,
    license=st.none() | TEXTS,
    keyword=st.lists(TEXTS, max_size=3).map(tuple),
    theme=st.lists(TEXTS, max_size=3).map(tuple),
    issued=st.none() | TEXTS,
    modified=st.none() | TEXTS,
    rights=st.none() | TEXTS,
    iri=st.none() | TEXTS,
)


@ALL
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(description=ANY)
def test_what_was_read_once_reads_the_same_again(dialect: Dialect, description: Description) -> None:
    once = again(dialect, description)
    assert again(dialect, once) == again(dialect, again(dialect, once))
