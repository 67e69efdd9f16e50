"""Pages about licences, from the address to the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from tests.web.portal.conftest import TREES, publish

from parvis.data.licensing.registry import licenses
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DatasetWithdrawn

CHECK = "/licenses/compatibility/"
CREDIT = "/licenses/attribution/"


def page(client: Client, address: str, status: int = 200) -> str:
    """The page at this address."""
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def verdict(text: str) -> str:
    """The code of the answer of the checker."""
    found = re.search(r'<h2 id="answer">\s*<span class="verdict verdict-(\w+)"', text)
    assert found
    return found[1]


def test_every_licence_has_a_place_in_the_catalog_and_a_page(client: Client) -> None:
    text = page(client, "/licenses/")
    assert text.count("<code>") == len(licenses())
    for entry in licenses():
        assert f'href="/licenses/{entry.id}/"' in text
        assert entry.id in page(client, f"/licenses/{entry.id}/")


def test_a_typed_name_is_recognised(client: Client) -> None:
    text = page(client, "/licenses/?q=licence+ouverte+v2.0")
    assert 'href="/licenses/etalab-2.0/"' in text
    assert 'href="/licenses/MIT/"' not in text
    assert "Aucune licence connue" in page(client, "/licenses/?q=zzzz")


def test_a_licence_is_explained_in_the_language_of_the_reader(client: Client) -> None:
    assert "Offrir la base dérivée sous la même licence" in page(client, "/licenses/ODbL-1.0/?lang=fr")
    assert "Offer the derived database under the same licence" in page(client, "/licenses/ODbL-1.0/?lang=en")


def test_an_unknown_licence_is_not_found(client: Client) -> None:
    page(client, "/licenses/nothing/", status=404)


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["ODbL-1.0", "etalab-2.0"], "allowed"),
        (["ODbL", "CC BY-SA 4.0"], "conflict"),
        (["arbres", "CC0"], "allowed"),
        (["/explore/dataset/arbres/table/", "cc-by-nd-4.0"], "conflict"),
    ],
)
def test_the_verdict_of_sources(client: Client, sources: list[str], expected: str) -> None:
    response = client.get(CHECK, {f"source.{n}": text for n, text in enumerate(sources, 1)})
    assert verdict(response.content.decode()) == expected


def test_a_conflict_names_the_sources_and_the_ways_out(client: Client) -> None:
    text = page(client, f"{CHECK}?source.1=ODbL-1.0&source.2=CC-BY-SA-4.0&source.3=CC0-1.0&lang=en")
    assert "<strong>ODbL-1.0 + CC-BY-SA-4.0</strong>" in text
    assert "Ways out" in text


def test_an_undecided_source_offers_choices_and_holds_back_the_answer(client: Client) -> None:
    text = page(client, f"{CHECK}?source.1=ODbL-1.0&source.2=CC-BY-SA-4.0+OR+ODbL-1.0")
    assert 'id="answer"' not in text
    chosen = f"{CHECK}?source.1=ODbL-1.0&amp;source.2=ODbL-1.0"
    assert f'href="{chosen}"' in text
    assert verdict(page(client, chosen.replace("&amp;", "&"))) == "allowed"


def test_text_that_is_no_source_is_kept_and_shown_harmless(client: Client) -> None:
    text = page(client, CHECK + '?source.1="><script>alert(1)</script>')
    assert "<script>alert" not in text
    assert 'aria-invalid="true"' in text


def test_what_the_visitor_may_not_see_is_no_source(client: Client) -> None:
    text = page(client, f"{CHECK}?source.1=secret")
    assert "Secret" not in text
    assert 'id="answer"' not in text


def test_the_address_of_an_answer_gives_the_same_answer(client: Client) -> None:
    given = f"{CHECK}?source.3=ODbL-1.0&source.7=arbres&profile.3=ODF-2018&more=1&junk=2&public_body=true"
    found = re.search(r"<code>http://testserver(/licenses/compatibility/[^<]+)</code>", page(client, given))
    assert found
    address = found[1].replace("&amp;", "&")
    assert address == f"{CHECK}?source.1=ODbL-1.0&profile.1=ODF-2018&source.2=arbres&public_body=true"
    assert verdict(page(client, address)) == verdict(page(client, given))


def test_the_reading_of_a_licensor_narrows_what_is_shared(client: Client) -> None:
    base = (
        f"{CHECK}?source.1=ODbL-1.0&keywords.1=arbre&territory.1=fr&source.2=etalab-2.0&keywords.2=eau&territory.2=fr"
    )
    assert "verdict-no_share" not in page(client, base)
    assert "verdict-no_share" in page(client, base + "&profile.1=ODF-2018")


def test_too_many_sources_are_refused_not_cut(client: Client) -> None:
    text = page(client, CHECK + "?" + "&".join(f"source.{n}=ODbL-1.0" for n in range(1, 22)))
    assert 'role="alert"' in text
    assert 'id="answer"' not in text


def test_the_credit_of_a_dataset_is_ready_to_paste(client: Client) -> None:
    text = page(client, f"{CREDIT}?source.1=arbres&lang=fr")
    assert "Ville de Lyon, Arbres remarquables, http://testserver/explore/dataset/arbres/information/" in text
    assert "15/03/2026" in text


def test_a_credit_holds_what_was_typed_and_no_live_markup(client: Client) -> None:
    query = "source.1=ODbL-1.0&title.1=<b>Lampes</b>&producer.1=Ville&date.1=2018-02-23&url.1=javascript:alert(1)"
    text = page(client, f"{CREDIT}?{query}")
    assert "23/02/2018" in text
    assert "<b>Lampes" not in text
    assert 'href="javascript' not in text


def test_a_wrong_day_is_pointed_out(client: Client) -> None:
    text = page(client, f"{CREDIT}?source.1=ODbL-1.0&date.1=demain")
    assert 'id="date-1-error"' in text
    assert 'id="credit"' not in text


def test_the_page_of_a_dataset_explains_its_licence(client: Client) -> None:
    text = page(client, "/explore/dataset/arbres/information/")
    assert 'href="/licenses/etalab-2.0/"' in text
    assert "Citer la source et la date" in text
    assert '<p class="credit">' in text


def test_the_page_of_a_dataset_tells_what_it_is_made_from(client: Client) -> None:
    text = page(client, "/explore/dataset/derive/information/?lang=en")
    assert '<a href="/explore/dataset/arbres/information/">Arbres remarquables</a>' in text
    assert "A dataset that is not public" in text
    assert "Cadastre" not in text
    assert 'href="/api/explore/v2.1/catalog/datasets/derive/exports/csv"' in text


@pytest.fixture(scope="module", autouse=True)
def derived(portal: Reader) -> Iterator[None]:
    """A dataset made from one that visitors see and one that they do not; gone at the end."""
    odbl = {"license": "ODbL", "license_id": "ODbL-1.0", "how": "join"}
    parents = [{**odbl, "dataset_id": "arbres", "title": "Arbres remarquables"}]
    parents.append({**odbl, "dataset_id": "secret", "title": "Cadastre"})
    shared = {"redistribution": "/api/explore/v2.1/catalog/datasets/derive/exports/csv"}
    derivation = {"parents": parents, "lawful": ["ODbL-1.0"], "share_alike": [shared]}
    publish(portal.store, "da_derived001", "derive", replace(TREES, title="Dérivé"), data=None, derivation=derivation)
    portal.refresh()
    yield
    portal.store.feed.append(DatasetWithdrawn("da_derived001", 2))
    portal.refresh()
