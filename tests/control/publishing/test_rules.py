"""Identifiers and titles taken from files."""

import pytest

from parvis.control.catalog.facts import InvalidDataset
from parvis.control.publishing.rules import dataset_id_of, title_of
from parvis.core.ids import is_dataset_id


@pytest.mark.parametrize(
    ("file", "identifier", "title"),
    [
        ("trees.csv", "trees", "Trees"),
        ("Arbres d’alignement (2024).csv.gz", "arbres-d-alignement-2024", "Arbres d’alignement (2024)"),
        ("bâtiments_publics-v2.geojson", "batiments-publics-v2", "Bâtiments publics v2"),
        ("2024.01.rows.parquet", "2024", "2024"),
        (".hidden", "hidden", "Hidden"),
        ("x" * 300 + ".csv", "x" * 120, "X" + "x" * 299),
    ],
)
def test_a_file_name_suggests_an_identifier_and_a_title(file: str, identifier: str, title: str):
    assert dataset_id_of(file) == identifier
    assert is_dataset_id(dataset_id_of(file))
    assert title_of(file) == title


def test_a_name_without_letters_suggests_nothing():
    with pytest.raises(InvalidDataset) as caught:
        dataset_id_of("…….csv")
    assert "--id" in (caught.value.hint or "")
