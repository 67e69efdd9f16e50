"""Reading Solr queries: whatever is sent is a tree or an error that says where; what is made of it always compiles."""

from contextlib import suppress

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.web.api.ckan.solr import Joined, Not, Range, SolrSyntaxError, Term, parse

WORDS = 'eau title: name: ( ) " "a AND OR NOT - + * *:* [ TO ] {a } tags: \\ : ^2 ~ && || \' ` ; é 2026 res_format:'
PIECES = st.sampled_from([*WORDS.split(), "[* TO *]", "{a TO b}", "metadata_modified:"])
QUERIES = st.lists(PIECES, max_size=14).map(" ".join) | st.text(max_size=60)


@given(QUERIES)
def test_any_text_is_a_tree_or_refused(text: str) -> None:
    with suppress(SolrSyntaxError):
        assert isinstance(parse(text), Joined | Not | Range | Term | None)


@given(QUERIES)
@settings(max_examples=20, deadline=None)
def test_any_query_is_answered_in_the_envelope(root: str, text: str) -> None:
    for name in ("q", "fq"):
        answer = httpx.get(f"{root}/api/3/action/package_search", params={name: text, "rows": 0}, timeout=20)
        assert answer.status_code in (200, 400, 409), answer.text
        assert answer.json()["success"] is (answer.status_code == 200)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a b OR c", Joined((Joined((Term(None, "a"), Term(None, "b")), True), Term(None, "c")), False)),
        ("title:(a -b)", Joined((Term("title", "a"), Not(Term("title", "b"))), True)),
        ("d:{1 TO *]", Range("d", "1", None, False, True)),
        ('d:["1" TO "2"}', Range("d", "1", "2", True, False)),
        ("name:a\\:b", Term("name", "a:b")),
        ('title:"x \\" y"~2^3', Term("title", 'x " y', "phrase")),
        ("wat*^4", Term(None, "wat", "prefix")),
        ("AND && ()", None),
    ],
)
def test_trees_of_queries(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize("text", ["(" * 50 + "a" + ")" * 50, "-" + "-" * 60 + "a", "NOT " * 60 + "a", "a " * 3_000])
def test_depth_and_length_are_bounded(text: str) -> None:
    with pytest.raises(SolrSyntaxError, match=r"levels|deep|characters"):
        parse(text)
