"""What other sites show of a page: its title and its summary."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.web.portal.visit import Visit


@dataclass(frozen=True, slots=True)
class Face:
    """The texts of a shared link."""

    title: str
    summary: str


def face(visit: Visit, content: object) -> Face:
    """The title of the dataset or of the page, and what it says of itself, else what the portal does."""
    title = getattr(getattr(content, "head", content), "title", "")
    summary = getattr(content, "summary", "")
    return Face(
        title=title if isinstance(title, str) and title else visit.domain.title,
        summary=summary if isinstance(summary, str) and summary else visit.domain.tagline,
    )
