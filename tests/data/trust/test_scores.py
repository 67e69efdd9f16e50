from typing import Any

import pytest
from tests.factories.evidence import CASES, document

from parvis.data.trust.documents import from_document
from parvis.data.trust.method import method
from parvis.data.trust.rendering import public_object, to_object
from parvis.data.trust.scoring import band, compute


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']} {case['name']}")
def test_case(case: dict[str, Any]) -> None:
    score = compute(from_document(document(case["change"])))
    shown = to_object(score)
    assert [axis.value for axis in score.axes] == case["expect"]["axes"]
    assert {name: shown[name] for name in ("sum", "score", "badge", "band")} == {
        name: case["expect"][name] for name in ("sum", "score", "badge", "band")
    }


def test_there_are_44_cases() -> None:
    assert [case["id"] for case in CASES] == [f"T{n:02}" for n in range(1, 45)]


def test_the_worked_example_says_why() -> None:
    shown = to_object(compute(from_document(document())), ["en"])
    assert [axis["summary"]["en"] for axis in shown["axes"]] == [
        "Not public-sector: neutral score, not subject to the proof checker.",
        "Latest verification succeeded.",
        "6 of 13 recommended metadata fields populated.",
        "Normalised to lo-2.0: open, redistributable.",
        "Documentation present · 2 distribution(s) declared · Landing page present",
    ]


def test_advice_goes_from_the_largest_gain_and_says_how() -> None:
    shown = to_object(compute(from_document(document())))
    gains = [item["gain_sum"] for item in shown["advice"]]
    keywords = next(item for item in shown["advice"] if item["signal"] == "keywords")
    assert gains == sorted(gains, reverse=True)
    assert (keywords["gain_axis"], keywords["gain_sum"]) == (8, 160)
    assert all(set(item["how"]) == {"fr", "en"} for item in shown["advice"])


@pytest.mark.parametrize(("filled", "value"), list(enumerate([0, 8, 15, 23, 31, 38, 46, 54, 62, 69, 77, 85, 92, 100])))
def test_completeness_by_filled_fields(filled: int, value: int) -> None:
    names = list(document()["fields"])
    fields = {name: place < filled for place, name in enumerate(names)}
    assert compute(from_document(document({"fields": fields}))).axis("completeness").value == value


PROOFS = [
    (0, 30, {}),
    (8, 36, {"identity": "well_formed"}),
    (20, 44, {"identity": "registered"}),
    (40, 58, {"identity": "registered", "legal_nature": "public"}),
    (60, 72, {"identity": "registered", "legal_nature": "public", "domain_control": "listed"}),
    (65, 76, {"identity": "registered", "legal_nature": "public", "domain_control": "controlled"}),
    (
        80,
        86,
        {
            "identity": "registered",
            "legal_nature": "public",
            "domain_control": "controlled",
            "attestation": "certified",
        },
    ),
]


@pytest.mark.parametrize(("points", "value", "proofs"), PROOFS)
def test_officialness_by_points_of_proof(points: int, value: int, proofs: dict[str, str]) -> None:
    axis = compute(from_document(document({"publisher": {"sector": "public", "proofs": proofs}}))).axis("officialness")
    assert (dict(axis.extra)["proof_points"], axis.value) == (points, value)


@pytest.mark.parametrize(
    ("ok", "checks", "cap"),
    [
        (99, 100, 100),
        (98, 100, 95),
        (95, 100, 95),
        (19, 20, 95),
        (9, 10, 85),
        (89, 100, 70),
        (3, 4, 100),
        (75, 100, 70),
        (74, 100, 50),
        (6, 8, 70),
        (3, 6, 100),
        (5, 7, 50),
    ],
)
def test_uptime_borders(ok: int, checks: int, cap: int) -> None:
    found = document()["distributions"]
    found[0]["window_30d"] = {"checks": checks, "ok": ok}
    assert compute(from_document(document({"distributions": found}))).axis("availability").value == cap


@pytest.mark.parametrize(
    ("checked_at", "cap"),
    [
        ("2026-11-18T06:00:00Z", 100),
        ("2026-11-18T05:59:59Z", 80),
        ("2026-11-16T06:00:00Z", 80),
        ("2026-11-16T05:59:59Z", 60),
        ("2026-11-21T06:00:00+02:00", 100),
    ],
)
def test_staleness_borders(checked_at: str, cap: int) -> None:
    found = document()["distributions"]
    found[1]["checked_at"] = checked_at
    assert compute(from_document(document({"distributions": found}))).axis("availability").value == cap


@pytest.mark.parametrize(
    ("badge", "letter"),
    [(85, "A"), (84, "B"), (70, "B"), (69, "C"), (55, "C"), (54, "D"), (40, "D"), (39, "E"), (0, "E")],
)
def test_bands(badge: int, letter: str) -> None:
    assert band(badge, method()) == letter


@pytest.mark.parametrize(
    "dataset", [{"suspended": {"reason": "court order", "at": "2026-11-01T00:00:00Z"}}, {"access": "private"}]
)
def test_what_is_taken_down_or_private_has_no_public_number(dataset: dict[str, Any]) -> None:
    score = compute(from_document(document({"dataset": dataset})))
    assert {"score", "axes", "badge", "sum", "band", "advice"}.isdisjoint(public_object(score))
    assert to_object(score)["score"] == 67.7


def test_a_score_is_provisional_while_a_data_distribution_was_never_verified() -> None:
    found = document()["distributions"]
    found[0] |= {"outcome": "UNVERIFIED", "checked_at": None}
    assert compute(from_document(document({"distributions": found}))).provisional
