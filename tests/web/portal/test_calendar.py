"""The calendar of a dataset counts what the table of each day counts."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

CALENDAR = "/explore/dataset/arbres/calendar/"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:600]
    return response.content.decode()


def test_the_last_month_with_records_is_first(client: Client) -> None:
    text = page(client, CALENDAR)
    assert "Avril 2020" in text
    assert "30 enregistrements" in text


def test_a_day_leads_to_its_records(client: Client) -> None:
    text = page(client, f"{CALENDAR}?month=2020-02&refine.espece=Chêne")
    days = [html.unescape(found) for found in re.findall(r'class="day-all" href="([^"]*)"', text)]
    assert len(days) == 9
    assert "min.plantation=2020-02-" in days[0]
    assert "refine.espece=Ch" in days[0]
    assert "1 enregistrement<" in page(client, days[0])


def test_months_follow_one_another(client: Client) -> None:
    text = page(client, f"{CALENDAR}?month=2020-01&min.id=3")
    assert f'href="{CALENDAR}?min.id=3&amp;month=2019-12"' in text
    assert f'href="{CALENDAR}?min.id=3&amp;month=2020-02"' in text


@pytest.mark.parametrize("month", ["0000-01", "9999-12", "0001-01", "2020-13", "x"])
def test_odd_months_are_no_fault_of_ours(client: Client, month: str) -> None:
    page(client, f"{CALENDAR}?month={month}")


def test_a_dataset_without_dates_has_no_calendar(client: Client) -> None:
    page(client, "/explore/dataset/stops/calendar/", 404)
    assert "/stops/calendar/" not in page(client, "/explore/dataset/stops/table/")


def test_a_wrong_condition_is_explained(client: Client) -> None:
    assert 'role="alert"' in page(client, f"{CALENDAR}?where=nothing", 400)
