"""The analysis page, its files and its embedded forms answer without scripts, whatever is asked."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from django.test import Client

ADDRESS = "/explore/dataset/sales/analyze/"


def shown(client: Client, address: str = ADDRESS, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_chart_has_a_caption_a_drawing_a_table_and_its_query(visitor: Client) -> None:
    page = shown(visitor, f"{ADDRESS}?measure=sum&of=amount&by=shop")
    assert "Sum of Montant by Boutique" in page
    assert "(€)" in page
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert '<th scope="row">Nord</th>' in page
    assert "sum(`amount`) as value" in page
    assert "Licence Ouverte v2.0" in page


def test_texts_of_the_data_are_text(visitor: Client) -> None:
    page = shown(visitor, f"{ADDRESS}?by=shop&split=shop&order=key&top=200")
    assert "&lt;b&gt;Est&lt;/b&gt;" in page
    assert "<b>Est" not in page


def test_choices_stay_in_the_address_and_in_the_filters(visitor: Client) -> None:
    page = shown(visitor, f"{ADDRESS}?by=kind&kind=column&refine.shop=Nord")
    assert '<option value="kind" selected>' in page
    assert '<input type="hidden" name="refine.shop" value="Nord">' in page
    assert "Limited to: Boutique: Nord." in page
    assert "/explore/dataset/sales/table/?refine.shop=Nord" in page


def test_a_wrong_condition_is_said_with_what_was_typed(visitor: Client) -> None:
    assert "amount ~ 3" in shown(visitor, f"{ADDRESS}?where=amount+~+3", 400)


@pytest.mark.parametrize("query", ["where=amount+%3E+1e9", "q=zzzzzz"])
def test_nothing_to_draw_says_what_to_do(visitor: Client, query: str) -> None:
    assert "There is nothing to draw" in shown(visitor, f"{ADDRESS}?{query}")


@pytest.mark.parametrize("dataset", ["empty", "words"])
def test_small_and_empty_datasets_have_a_page(visitor: Client, dataset: str) -> None:
    shown(visitor, f"/explore/dataset/{dataset}/analyze/?by=day&measure=sum&split=shop")


@pytest.mark.parametrize(
    "query",
    [
        "by=%00&of=%27",
        "measure=sum&measure=avg",
        "top=0",
        "top=abc",
        "step=1%29%3B+drop",
        "kind=pie&split=kind&stack=1",
        "by=amount&step=0.0001",
        "by=day&step=hour&order=-key",
        "by=day&order=-key&step=year",
        "by=online&kind=treemap",
        "by=at&kind=area&split=kind",
        "by=amount&kind=scatter&split=shop",
        "by=shop&kind=scatter",
    ],
)
def test_no_address_breaks_the_page(visitor: Client, query: str) -> None:
    shown(visitor, f"{ADDRESS}?{query}")


def test_the_file_stands_alone(visitor: Client) -> None:
    response = visitor.get(f"{ADDRESS}chart.svg?by=kind&split=shop")
    assert response["Content-Type"].startswith("image/svg+xml")
    assert (
        response["Content-Disposition"] == 'attachment; filename="sales-number-of-records-by-genre-and-by-boutique.svg"'
    )
    text = response.content.decode()
    assert ElementTree.fromstring(text) is not None
    assert "Source: Stations de vélos" in text
    assert "Number of records by Genre and by Boutique" in text


def test_scripts_read_the_numbers_that_are_drawn(visitor: Client) -> None:
    page = shown(visitor, f"{ADDRESS}?by=online")
    found = json.loads(page.partition("data-settings>")[2].partition("</script>")[0])
    assert found["form"] == "bar"
    assert dict(zip(found["labels"], found["series"][0]["values"], strict=True))["no value"] == 45


@pytest.mark.parametrize("kind", ["chart", "kpi", "card", "table"])
def test_each_form_can_be_framed_and_says_its_source(visitor: Client, kind: str) -> None:
    response = visitor.get(f"/embed/v1/{kind}/sales?measure=sum&of=amount&by=day&columns=amount,shop,zzz&title=Ventes")
    page = response.content.decode()
    assert response.status_code == 200
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "Licence Ouverte v2.0" in page
    assert "<form" not in page
    assert 'href="/' not in page.partition("<main")[2]


def test_the_key_figure_has_its_trend_in_words(visitor: Client) -> None:
    page = shown(visitor, "/embed/v1/kpi/sales?measure=sum&of=amount&by=day&step=year")
    assert "<strong>17,967</strong>" in page or "<strong>" in page
    assert 'class="sparkline"' in page
    assert "than the period before" in page


def test_columns_of_a_table_are_those_asked_in_their_order(visitor: Client) -> None:
    page = shown(visitor, "/embed/v1/table/sales?columns=amount,shop,zzz&refine.shop=Nord&sort=-amount")
    heads = page.partition("<thead>")[2].partition("</thead>")[0]
    assert heads.index("Montant") < heads.index("Boutique")
    assert "Genre" not in heads
    assert "the first 20 are shown" in page


def test_the_catalogue_can_be_framed(visitor: Client) -> None:
    response = visitor.get("/embed/v1/catalogue?q=stations")
    assert response.status_code == 200
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "http://testserver/explore/?q=stations" in response.content.decode()


@pytest.mark.parametrize("address", ["/explore/embed/dataset/sales/analyze/", "/explore/embed/dataset/sales/table/"])
def test_addresses_of_older_portals_answer(visitor: Client, address: str) -> None:
    shown(visitor, address)


@pytest.mark.parametrize("kind", ["chart", "kpi", "table"])
def test_a_wrong_condition_is_said_in_the_frame(visitor: Client, kind: str) -> None:
    assert "malformed" in shown(visitor, f"/embed/v1/{kind}/sales?where=amount+~+3", 400)
