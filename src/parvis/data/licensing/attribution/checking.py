"""Whether an attribution that was written satisfies the licence."""

from __future__ import annotations

from enum import StrEnum

from parvis.data.licensing.decisions import Decision, Verdict, decide


class Place(StrEnum):
    """Where the credit stands."""

    DATA = "data"  # in the file itself
    FOLDER = "folder"  # in a file of its own beside it
    PRODUCT = "product"  # on what is made from the data: a legend, a screen
    PAGE = "page"  # a page of legal notices or sources that the service leads to
    NOWHERE = "nowhere"


def attribution_check(
    *,
    names_licensors: bool = True,
    names_license: bool = True,
    place: Place = Place.PAGE,
    room: bool = True,
    work: bool = False,
) -> Decision:
    """Whether a credit is complete and stands where it can be found.

    ``room``: the format of the file can hold a notice; ``work``: what is given out is made from the data, and does not
    hold them. A credit that stands on a work alone does not serve the data themselves.
    """
    if not (names_licensors and names_license):
        return decide(Verdict.FAIL, "attribution_incomplete")
    if place == Place.NOWHERE or (place == Place.PRODUCT and not work):
        return decide(Verdict.FAIL, "attribution_unreachable")
    if place == Place.PRODUCT:
        return decide(Verdict.PASS, "attribution_complete", "produced_work_notice")
    if place == Place.FOLDER and not room:
        return decide(Verdict.PASS, "attribution_complete", "notice_in_folder")
    return decide(Verdict.PASS, "attribution_complete")
