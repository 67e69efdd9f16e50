"""How a portal looks: what may be chosen, by whom, and what is announced."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.actors import STRANGER, SYSTEM, manager
from tests.factories.outcomes import announced, audited
from tests.factories.portals import a_domain

from parvis.control.domains.actions import theme_domain
from parvis.control.domains.facts import InvalidTheme
from parvis.control.domains.rules.logos import logo_extension
from parvis.control.domains.rules.looks import checked_theme, pairs
from parvis.core.errors import Forbidden
from parvis.data.store.entries import DomainChanged, from_dict, to_dict
from parvis.data.store.themes import Theme, tokens

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#0b5c63"/></svg>'


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x06\0\0\0"


@pytest.mark.django_db
def test_a_manager_chooses_and_readers_are_told() -> None:
    a_domain("lyon")
    found = theme_domain(actor=manager("lyon"), slug="lyon", primary="#7A1F5C", header="primary")
    assert found.theme == Theme(primary="#7a1f5c", header="primary")
    told = announced()[-1]
    assert isinstance(told, DomainChanged)
    assert dict(told.theme) == {"primary": "#7a1f5c", "header": "primary"}
    assert from_dict(to_dict(told)) == told
    assert audited()[-1] == ("domain.theme", "lyon")


@pytest.mark.django_db
def test_what_is_not_given_is_kept_and_an_empty_text_goes_back() -> None:
    a_domain("lyon")
    theme_domain(actor=SYSTEM, slug="lyon", primary="#7a1f5c", font="serif")
    assert theme_domain(actor=SYSTEM, slug="lyon", primary="", header="primary").theme == Theme(
        header="primary", font="serif"
    )
    assert theme_domain(actor=SYSTEM, slug="lyon", theme=Theme()).theme.is_plain


@pytest.mark.django_db
def test_a_stranger_and_a_manager_of_another_domain_may_not() -> None:
    a_domain("lyon")
    for actor in (STRANGER, manager("paris")):
        with pytest.raises(Forbidden):
            theme_domain(actor=actor, slug="lyon", primary="#7a1f5c")


def test_a_color_that_cannot_be_read_is_refused_and_one_that_can_is_proposed() -> None:
    with pytest.raises(InvalidTheme, match=r"2\.\d\d") as refused:
        checked_theme(Theme(primary="#ff8800"))
    proposed = str(refused.value.hint).split()[-1]
    assert checked_theme(Theme(primary=proposed)).primary == proposed


@pytest.mark.parametrize(
    "theme",
    [Theme(primary="red"), Theme(accent="#fff"), Theme(primary="#0b5c63;}*{"), Theme(header="x"), Theme(font="url(x)")],
)
def test_what_is_no_choice_is_refused(theme: Theme) -> None:
    with pytest.raises(InvalidTheme):
        checked_theme(theme)


@given(st.integers(0, 0xFFFFFF))
def test_every_pair_of_an_accepted_theme_can_be_read(number: int) -> None:
    theme = Theme(primary=f"#{number:06x}", accent="#a8480b")
    try:
        checked_theme(theme)
    except InvalidTheme:
        return
    assert min(pair.contrast for pair in pairs(theme)) >= 4.5
    assert set(tokens(theme)) == {"primary", "primary-hover", "on-primary", "primary-soft", "accent"}


@pytest.mark.parametrize(("data", "extension"), [(SVG, "svg"), (png(200, 80), "png")])
def test_a_drawing_may_be_a_logo(data: bytes, extension: str) -> None:
    assert logo_extension(data) == extension


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        png(0, 10),
        png(9000, 10),
        b"\x89PNG\r\n\x1a\n",
        SVG.replace(b"<path", b"<script>alert(1)</script><path"),
        SVG.replace(b"<path", b'<path onclick="x()"'),
        SVG.replace(b"<path", b'<use href="https://bad.example/x.svg#a"/><path'),
        SVG.replace(b'fill="#0b5c63"', b'fill="url(https://bad.example/)"'),
        SVG.replace(b"<path", b"<style>@import 'https://bad.example'</style><path"),
        SVG.replace(b"<path", b"<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'/></foreignObject><path"),
        SVG.replace(b"<path", b"<iframe xmlns='http://www.w3.org/1999/xhtml' src='//bad.example'/><path"),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG,
        b'<?xml-stylesheet href="https://bad.example/x.css"?>' + SVG,
        SVG + b" " * 200_001,
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidTheme):
        logo_extension(data)
