"""The kinds of sources, by name."""

from __future__ import annotations

from collections.abc import Mapping

from parvis.data.connectors.files.bucket import Bucket
from parvis.data.connectors.files.ftp import FtpFolder
from parvis.data.connectors.files.interface import InvalidSource, Kind
from parvis.data.connectors.files.layers import ArcgisLayer, FeaturesCollection, WfsLayer
from parvis.data.connectors.files.local import LocalFolder
from parvis.data.connectors.files.portals import CkanResource, ExploreDataset
from parvis.data.connectors.files.push import Push
from parvis.data.connectors.files.sftp import SftpFolder
from parvis.data.connectors.files.web import WebAddress

KINDS: Mapping[str, type[Kind]] = {
    kind.name: kind
    for kind in (
        WebAddress,
        LocalFolder,
        Bucket,
        SftpFolder,
        FtpFolder,
        ExploreDataset,
        CkanResource,
        ArcgisLayer,
        WfsLayer,
        FeaturesCollection,
        Push,
    )
}


def kind_of(name: str) -> type[Kind]:
    """The kind of that name. Raises InvalidSource."""
    if name not in KINDS:
        raise InvalidSource(f"there is no kind of source {name!r}", hint=f"kinds: {', '.join(KINDS)}")
    return KINDS[name]
