"""The neutral description keeps its parts through JSON."""

import orjson

from parvis.core.fields import Field, FieldType
from parvis.data.metadata.description import Description
from parvis.data.metadata.parts import Agent, Contact, Distribution, Period, Place

WHOLE = Description(
    title="Arbres",
    keyword=("arbre",),
    bbox=(1.0, 2.0, 3.0, 4.0),
    creators=(Agent("Ville", type="LocalAuthority"),),
    contacts=(Contact(email="a@b.test"),),
    temporal=(Period("2020-01-01"),),
    places=(Place("Lyon", "https://p.test/lyon"),),
    distributions=(Distribution("https://x.test/a.csv", format="csv", size=3, live=True),),
    fields=(Field("n", FieldType.INT, "Nombre"),),
    extras={"ckan": {"state": "active"}},
)


def test_json_gives_the_same_description_back() -> None:
    assert Description.from_dict(orjson.loads(orjson.dumps(WHOLE.to_dict()))) == WHOLE


def test_empty_members_are_left_out_and_unknown_ones_ignored() -> None:
    assert Description(title="Arbres").to_dict() == {"title": "Arbres"}
    assert Description.from_dict({"title": "Arbres", "later": 1, "keyword": ["a"]}) == Description(
        title="Arbres", keyword=("a",)
    )
