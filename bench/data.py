"""The synthetic table of the measures: deterministic, the shape of open data, accents and Zipf words included.

``python -m bench.data 1000000 rows.csv`` writes it. Columns: id, name, three categories (12, 101 and 5 values),
amount (two decimals, 1 in 50 empty), date, lat, lon, description. The word ``école`` is in 1 row of 5,
``ornithorynque`` in 1 of 50,000.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

COMMON, RARE = "école", "ornithorynque"
CHUNK = 100_000
_FIRST = np.datetime64(date(2010, 1, 1), "D")
_DAYS = 5844
_THEMES = (
    "Administration", "Agriculture", "Aménagement", "Culture", "Économie", "Éducation",
    "Énergie", "Environnement", "Logement", "Mobilité", "Santé", "Sécurité",
)  # fmt: skip
_STATUSES = ("publié", "brouillon", "archivé", "à vérifier", "refusé")
_SYLLABLES = [
    "ba",
    "bé",
    "bri",
    "ca",
    "cha",
    "co",
    "cré",
    "da",
    "dé",
    "dou",
    "é",
    "fa",
    "flo",
    "ga",
    "gué",
    "in",
    "ja",
    "la",
    "lé",
    "li",
    "ma",
    "mé",
    "mon",
    "na",
    "né",
    "no",
    "our",
    "pa",
    "pê",
    "por",
    "qui",
    "ra",
    "ré",
    "ro",
    "sa",
    "sé",
    "so",
    "ta",
    "té",
    "tou",
    "trè",
    "va",
    "vé",
    "vi",
    "ça",
]
_ENDINGS = ("", "l", "r", "s", "t", "n", "ge", "que", "tion", "ment", "ère", "eau", "é", "ïque")
_SMALL = ("de", "la", "le", "et", "les", "des", "en", "du", "à", "l’eau", "d'un")


def vocabulary(size: int = 40_000) -> list[str]:
    """Distinct words, the most frequent first."""
    random = np.random.default_rng(7)
    words = dict.fromkeys(_SMALL)
    while len(words) < size:
        count = int(random.integers(1, 4))
        stem = "".join(_SYLLABLES[int(i)] for i in random.integers(0, len(_SYLLABLES), count))
        words.setdefault(stem + _ENDINGS[int(random.integers(0, len(_ENDINGS)))])
    words.pop(COMMON, None)
    words.pop(RARE, None)
    return list(words)


class Generator:
    """Chunks of the table; chunk ``n`` is the same whatever the total."""

    def __init__(self) -> None:
        self.words = pa.array(vocabulary())
        weights = 1 / (np.arange(len(self.words)) + 2.7) ** 1.05
        self._steps = np.cumsum(weights / weights.sum())
        self._departments = [f"{n:03d} {w.capitalize()}" for n, w in enumerate(self.words.to_pylist()[200:301], 1)]

    def chunk(self, number: int, rows: int) -> pa.Table:
        """Rows ``number * CHUNK`` and following."""
        random = np.random.default_rng([11, number])
        start = number * CHUNK
        amounts = np.round(random.gamma(2.0, 800.0, rows), 2)
        return pa.table(
            {
                "id": pa.array(np.arange(start + 1, start + rows + 1)),
                "name": self._sentences(random, random.integers(2, 5, rows), marked=False),
                "theme": _choices(random, _THEMES, rows),
                "department": _choices(random, self._departments, rows),
                "status": _choices(random, _STATUSES, rows),
                "amount": pa.array(amounts, mask=random.random(rows) < 0.02),
                "date": pa.array(_FIRST + random.integers(0, _DAYS, rows)),
                "lat": pa.array(np.round(random.normal(46.5, 2.2, rows).clip(41.3, 51.1), 5)),
                "lon": pa.array(np.round(random.normal(2.5, 2.6, rows).clip(-5.1, 9.6), 5)),
                "description": self._sentences(random, random.integers(8, 17, rows), marked=True),
            }
        )

    def _sentences(self, random: np.random.Generator, lengths: np.ndarray, *, marked: bool) -> pa.Array:
        rows = len(lengths)
        ids = np.searchsorted(self._steps, random.random(int(lengths.sum()))).clip(0, len(self.words) - 1)
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        texts = pc.binary_join(pa.ListArray.from_arrays(offsets, self.words.take(pa.array(ids))), " ")
        if not marked:
            return texts
        marks = np.full(rows, "", dtype=object)
        marks[random.random(rows) < 0.2] = " École"
        marks[random.random(rows) < 1 / 50_000] = f" {RARE}"
        return pc.binary_join_element_wise(texts, pa.array(marks, pa.string()), ".", "")

    def chunks(self, rows: int) -> Iterator[pa.Table]:
        """The whole table by chunks."""
        for number in range(-(-rows // CHUNK)):
            yield self.chunk(number, min(CHUNK, rows - number * CHUNK))


def _choices(random: np.random.Generator, values: tuple[str, ...] | list[str], rows: int) -> pa.Array:
    weights = 1 / (np.arange(len(values)) + 1.5)
    return pa.array(values).take(pa.array(random.choice(len(values), rows, p=weights / weights.sum())))


def write(rows: int, path: Path) -> None:
    """The table as a CSV file, comma-separated, UTF-8."""
    generator = Generator()
    chunks = generator.chunks(rows)
    first = next(chunks)
    with pyarrow.csv.CSVWriter(path, first.schema) as writer:
        writer.write_table(first)
        for chunk in chunks:
            writer.write_table(chunk)


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
