"""What is known of a licence: identifiers, texts, permissions, duties, limits, versions, fitness for a use."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parvis.core.errors import NotFound


class UnknownLicense(NotFound):
    """No licence of the registry has this identifier."""

    code = "UnknownLicense"


class Confidence(StrEnum):
    """How sure a fact is: read in a text or the law; official guidance or a clear reading; inference."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Kind(StrEnum):
    """What an entry is."""

    LICENSE = "license"
    DEDICATION = "dedication"
    LABEL = "label"
    UNVERSIONED = "unversioned"  # a licence named without its version
    CATEGORY = "category"  # a class of catalogs that names no text
    REGIME = "regime"  # the law, or a form it prescribes, not one text
    UNSTATED = "unstated"


class Family(StrEnum):
    """Licences that oblige in the same manner."""

    PUBLIC_DOMAIN = "public_domain"
    ATTRIBUTION = "attribution"
    PERMISSIVE = "permissive"
    SHARE_ALIKE = "share_alike"
    NON_COMMERCIAL = "non_commercial"
    NON_COMMERCIAL_SHARE_ALIKE = "non_commercial_share_alike"
    NO_DERIVATIVES = "no_derivatives"
    NON_COMMERCIAL_NO_DERIVATIVES = "non_commercial_no_derivatives"
    CONTENTS = "contents"
    SOFTWARE_PERMISSIVE = "software_permissive"
    SOFTWARE_WEAK_COPYLEFT = "software_weak_copyleft"
    SOFTWARE_COPYLEFT = "software_copyleft"
    CONDITIONAL_ACCESS = "conditional_access"
    CUSTOM = "custom"
    FEE = "fee"
    PRIVATE = "private"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Openness(StrEnum):
    """Whether anyone may use, change and share for any purpose."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class OpenDefinition(StrEnum):
    """Standing under the Open Definition."""

    RECOMMENDED = "recommended"
    CONFORMANT = "conformant"
    SUPERSEDED = "superseded"
    IN_REVIEW = "in_review"
    NOT_LISTED = "not_listed"
    NOT_APPROVED = "not_approved"
    REJECTED = "rejected"
    NOT_A_LICENSE = "not_a_license"
    NOT_APPLICABLE = "not_applicable"


class Permission(StrEnum):
    """Whether a licence lets one do a thing."""

    YES = "yes"
    NO = "no"
    VERBATIM = "verbatim"  # unchanged copies only
    NON_COMMERCIAL = "non_commercial"
    VERBATIM_NON_COMMERCIAL = "verbatim_non_commercial"
    CONDITIONAL = "conditional"
    PER_TEXT = "per_text"
    ASSUMED = "assumed"  # claimed by a category, unproven
    UNKNOWN = "unknown"


class Attribution(StrEnum):
    """What must be said of the source."""

    NONE = "none"
    SOURCE = "source"
    SOURCE_AND_DATE = "source_and_date"
    FULL_NOTICE = "full_notice"
    LICENSE_TEXT = "license_text"  # the text of the licence travels with the data
    PER_TEXT = "per_text"
    UNKNOWN = "unknown"


class ShareAlike(StrEnum):
    """What must stay under the same terms."""

    NONE = "none"
    DERIVED_DATABASE = "derived_database"
    ADAPTATION = "adaptation"
    SOFTWARE = "software"
    PER_TEXT = "per_text"
    UNKNOWN = "unknown"


class DatabaseRight(StrEnum):
    """What becomes of the right of the maker of a database."""

    GRANTED = "granted"
    GRANTED_NON_COMMERCIAL = "granted_non_commercial"
    GRANTED_VERBATIM = "granted_verbatim"
    CONDITIONAL = "conditional"
    WAIVED = "waived"
    SILENT = "silent"
    RESERVED = "reserved"
    NOT_OPPOSABLE = "not_opposable"  # the law forbids to invoke it
    PER_TEXT = "per_text"
    UNKNOWN = "unknown"


class FrenchList(StrEnum):
    """Place in the list of licences open to French administrations (CRPA, D323-2-1 and D323-2-2)."""

    DATA = "data"
    SOFTWARE = "software"
    HOMOLOGATED = "homologated"  # for the information that its decision names only
    STATUTORY = "statutory"  # no licence: the law itself
    FEE = "fee"  # compulsory form when a fee is due
    NO = "no"


class HighValue(StrEnum):
    """Fitness for high-value datasets (Regulation 2023/138, article 4.3)."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"
    NOT_APPLICABLE = "not_applicable"


class Notice(StrEnum):
    """The form of the attribution line."""

    NONE = "none"
    ODBL = "odbl"
    ODBL_NAP = "odbl_nap"
    LICENCE_OUVERTE = "licence_ouverte"
    CREATIVE_COMMONS = "creative_commons"
    ODC_BY = "odc_by"
    OGL = "ogl"
    DL_DE = "dl_de"
    NLOD = "nlod"
    IODL = "iodl"
    CRPA = "crpa"
    LICENSE_TEXT = "license_text"
    SOURCE = "source"
    PER_TEXT = "per_text"


class UpgradeRule(StrEnum):
    """To which other texts a reuser may move."""

    NONE = "none"
    KEEP = "keep"  # new versions may appear, one may keep one's own
    LATER = "later"  # a later version of the same licence
    LATER_UNLESS_FIXED = "later_unless_fixed"
    NAMED = "named"  # the texts in ``to`` only
    LATER_OR_NAMED = "later_or_named"
    LATER_DERIVATIVES = "later_derivatives"  # for derivatives only
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How exactly a name, address or identifier designates an entry."""

    EXACT = "exact"
    ASSUMED = "assumed"
    PLATFORM = "platform"
    FAMILY = "family"
    GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in English and in French."""

    en: str
    fr: str

    def in_(self, language: str) -> str:
        """The words in a language: French for ``fr``, else English."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Identifiers of one licence in public lists; the first of each is the one to print."""

    spdx: tuple[str, ...] = ()
    eu: tuple[str, ...] = ()  # addresses of the licence table of the Publications Office of the Union
    udata: tuple[str, ...] = ()
    ckan: tuple[str, ...] = ()
    opendatasoft: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The version clause: its rule, the entries it leads to, and the clause in words (None when there is none)."""

    rule: UpgradeRule = UpgradeRule.NONE
    to: tuple[str, ...] = ()
    clause: Text | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """A name, identifier or address under which catalogs state a licence; ``platform`` when only one means it so."""

    text: str
    precision: Precision = Precision.EXACT
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class License:
    """One entry of the registry.

    ``id`` is the SPDX identifier, or ``LicenseRef-…``. ``versions`` are the entries that an entry named without
    version may be. ``addresses`` begins with the legal text; ``page`` is the address for people, often a summary.
    ``duties`` are the
    notices that reusers owe, ``limits`` what else restricts them. ``confidence`` is that of the entry as a whole,
    ``high_value_confidence`` that of its fitness for high-value datasets.
    """

    id: str
    name: Text
    kind: Kind
    family: Family
    version: str | None
    versions: tuple[str, ...]
    identifiers: Identifiers
    addresses: tuple[str, ...]
    page: str | None
    aliases: tuple[Alias, ...]
    open: Openness
    open_definition: OpenDefinition
    redistribution: Permission
    commercial: Permission
    derivatives: Permission
    attribution: Attribution
    share_alike: ShareAlike
    share_alike_scope: Text | None
    database_right: DatabaseRight
    contents_covered: bool
    notice: Notice
    duties: tuple[Text, ...]
    limits: tuple[Text, ...]
    upgrade: Upgrade
    law: Text | None
    french_list: FrenchList
    french_basis: str | None
    high_value: HighValue
    high_value_confidence: Confidence
    confidence: Confidence
    private: bool = False

    @property
    def url(self) -> str | None:
        """Address of the legal text; None when the entry has none."""
        return self.addresses[0] if self.addresses else None

    @property
    def for_software(self) -> bool:
        """Whether the licence was written for software: lawful on data, but a doubtful choice."""
        return self.family.value.startswith("software_")
