"""Why a text was read as it was, in words."""

from __future__ import annotations

from parvis.data.licensing.facts import License, Precision, Text
from parvis.data.licensing.normalized import Operator


def recognised(entry: License, precision: Precision, where: Text) -> Text:
    """A single licence was found."""
    name = entry.name
    en, fr = _BY_PRECISION[precision]
    return Text(f"{where.en} {en.format(name=name.en)}", f"{where.fr} {fr.format(name=name.fr)}")


NAME = Text("The name or identifier", "Le nom ou l’identifiant")
ADDRESS = Text("The address", "L’adresse")
ELEMENTS = Text("The elements of the licence", "Les éléments de la licence")
MENTION = Text("A mention in the text", "Une mention dans le texte")
CORRECTED = Text("The name, a letter apart,", "Le nom, à une lettre près,")

_BY_PRECISION = {
    Precision.EXACT: ("designates {name}.", "désigne {name}."),
    Precision.ASSUMED: (
        "most likely designates {name}; it does not say so in full.",
        "désigne très probablement {name} ; il ne le dit pas en toutes lettres.",
    ),
    Precision.PLATFORM: (
        "designates {name} on the platform it comes from.",
        "désigne {name} sur sa plateforme d’origine.",
    ),
    Precision.FAMILY: (
        "does not fix the exact licence or version: {name}.",
        "ne fixe pas la licence ou la version exacte : {name}.",
    ),
    Precision.GENERIC: (
        "is a category that names no text: {name}.",
        "est une catégorie qui ne nomme aucun texte : {name}.",
    ),
}

NOT_STATED = Text("No licence is stated: all rights reserved.", "Aucune licence n’est indiquée : tous droits réservés.")
STATUTORY = Text(
    "No licence is stated on data of a French administration: the law itself lets it be reused, with the source and "
    "the date of the last update, without distortion (CRPA L322-1).",
    "Aucune licence n’est indiquée sur des données d’une administration française : la loi elle-même en permet la "
    "réutilisation, en mentionnant la source et la date de dernière mise à jour, sans dénaturation (CRPA L322-1).",
)
UNMAPPED = Text(
    "No known licence matches these words; a person must read them.",
    "Aucune licence connue ne correspond à ces mots ; une personne doit les lire.",
)
OTHER_VERSION = Text(
    "The licence is known, but not in this version.", "La licence est connue, mais pas dans cette version."
)
SEVERAL = Text(
    "Several licences are named and nothing says which one holds.",
    "Plusieurs licences sont nommées et rien ne dit laquelle s’applique.",
)
CONTRADICTION = Text(
    "The statements contradict each other; the strictest holds until a person decides.",
    "Les mentions se contredisent ; la plus stricte prévaut jusqu’à la décision d’une personne.",
)
JOINED = {
    Operator.OR: Text(
        "A choice between licences: the reuser picks one.", "Un choix entre licences : au réutilisateur de choisir."
    ),
    Operator.AND: Text("Several licences at once: all apply.", "Plusieurs licences à la fois : toutes s’appliquent."),
}
