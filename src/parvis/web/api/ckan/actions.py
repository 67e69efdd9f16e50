"""The actions by name."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

from parvis.core.errors import Forbidden, NotFound
from parvis.web.api.ckan import datastore, groups, packages, resources, site, tags
from parvis.web.api.ckan.asking import Asked
from parvis.web.api.ckan.searching import package_search

Action = Callable[[Asked], Any]
_WRITES = re.compile(
    r"\w+_(?:create|update|patch|delete|purge|revise|upsert|invite|send|reorder|clear|set)\w*|follow_\w+"
)


def help_show(asked: Asked) -> str:
    """What an action does and takes (`name`)."""
    return explained(asked.required("name"))


def explained(name: str) -> str:
    """What an action does and takes. Raises NotFound."""
    action = ACTIONS.get(name)
    if action is None:
        raise NotFound("Action name not known")
    return inspect.getdoc(action) or ""


def refuse(name: str) -> None:
    """Raise Forbidden for an action that writes."""
    if _WRITES.fullmatch(name):
        raise Forbidden(f"{name[:60]} writes, and the portal is only read by this API.", hint="publish with parvis")


ACTIONS: Mapping[str, Action] = {
    "site_read": site.site_read,
    "status_show": site.status_show,
    "help_show": help_show,
    "package_list": packages.package_list,
    "package_show": packages.package_show,
    "package_search": package_search,
    "package_autocomplete": packages.package_autocomplete,
    "current_package_list_with_resources": packages.current_package_list_with_resources,
    "resource_show": resources.resource_show,
    "resource_search": resources.resource_search,
    "organization_list": groups.organization_list,
    "organization_show": groups.organization_show,
    "group_list": groups.group_list,
    "group_show": groups.group_show,
    "group_package_show": groups.group_package_show,
    "tag_list": tags.tag_list,
    "tag_show": tags.tag_show,
    "tag_search": tags.tag_search,
    "tag_autocomplete": tags.tag_autocomplete,
    "license_list": site.license_list,
    "vocabulary_list": site.nothing,
    "resource_view_list": site.nothing,
    "organization_list_for_user": site.nothing,
    "datastore_search": datastore.datastore_search,
    "datastore_info": datastore.datastore_info,
    "datastore_search_sql": datastore.datastore_search_sql,
}
