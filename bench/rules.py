"""Licences and trust: texts read, sources compared, scores computed. Processor time, since nothing here waits."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from bench.figures import Figure, at_most
from parvis.data.licensing.compatibility.comparing import Source, compare
from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.registry import registry
from parvis.data.trust.documents import from_document
from parvis.data.trust.scoring import compute

FAMILY = "rules"
TEXTS, SCORES = 20_000, 10_000
_FRAMES = (
    "Ces données sont publiées sous {} par la commune n° {}.",
    "Licence : {} (voir le site, article {})",
    "This dataset is released under the {} licence, see terms {}",
    "{} – merci de citer la source, {}",
    "Open data of the town under {}; contact data{}@example.org",
    "Données ouvertes sans {} précisée n° {}",
)
_DATE = "2026-11-20T05:40:00Z"


def measure() -> list[Figure]:
    """Microseconds a text of a sentence with a name in it, a source of ten, a score."""
    texts = sentences(TEXTS)
    evidence = [document(number) for number in range(SCORES)]
    ten = [Source(entry.id) for entry in list(registry())[:10]]
    text = spent(lambda: [normalize(text) for text in texts]) / TEXTS
    comparison = spent(lambda: [compare(ten) for _ in range(100)]) / 100
    scored = spent(lambda: [compute(from_document(one)) for one in evidence])
    return [
        at_most(FAMILY, "read a licence text", text * 1e6, 50, "µs"),
        at_most(FAMILY, "compare 10 sources", comparison * 1e3, 5, "ms"),
        at_most(FAMILY, f"{SCORES} scores", scored, 5, "s"),
    ]


def spent(work: Callable[[], Any]) -> float:
    """Seconds of processor time."""
    started = time.process_time()
    work()
    return time.process_time() - started


def sentences(count: int) -> list[str]:
    """Sentences, no two the same, with names that catalogs print."""
    drawn = random.Random(4)
    names = [name for entry in registry() for name in (entry.id, entry.name.fr, entry.name.en)]
    return [drawn.choice(_FRAMES).format(drawn.choice(names), number) for number in range(count)]


def document(number: int) -> dict[str, Any]:
    """Evidence of a harvested dataset with three files."""
    files = [
        {"id": f"f{n}", "role": "data", "outcome": "OK", "checked_at": _DATE, "window_30d": {"checks": 30, "ok": 29}}
        for n in range(3)
    ]
    return {
        "method": "1.0.0",
        "as_of": "2026-11-20T06:00:00Z",
        "dataset": {"id": f"dataset-{number}", "domain": "bench", "access": "public"},
        "publisher": {"declared": True, "name": "Ville", "sector": "public", "proofs": {"identity": "registered"}},
        "fields": {"description": True, "publisher": True, "license": number % 2 == 0},
        "license": {"declared": ["Licence Ouverte"], "openness": "open", "match": "exact", "normalised": "etalab-2.0"},
        "distributions": files,
        "agent": {"documentation": True, "landing_page": True, "api": "described"},
    }
