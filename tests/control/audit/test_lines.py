"""The audit is only ever added to."""

import pytest

from parvis.control.audit.actions import record
from parvis.control.audit.models import AuditLine
from parvis.control.audit.queries import lines

pytestmark = pytest.mark.django_db


def test_lines_are_read_newest_first_by_domain_and_object():
    for number, domain in enumerate(("lyon", "paris", "lyon")):
        record(actor="a", action="x.y", object=f"o{number}", domain=domain, detail={"n": number})
    assert [line.object for line in lines(domain="lyon")] == ["o2", "o0"]
    assert [line.detail for line in lines(object="o1")] == [{"n": 1}]
    assert [line.object for line in lines(limit=1)] == ["o2"]


def test_a_line_is_neither_changed_nor_removed():
    record(actor="a", action="x.y", object="o")
    line = AuditLine.objects.get()
    line.actor = "somebody else"
    with pytest.raises(TypeError):
        line.save()
    with pytest.raises(TypeError):
        line.delete()
    assert AuditLine.objects.get().actor == "a"
