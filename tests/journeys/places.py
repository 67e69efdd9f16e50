"""The pages that every reader must be able to use."""

PLACES = {
    "home": "/",
    "catalog": "/explore/",
    "search": "/explore/?q=regions&refine.theme=Territoires",
    "nothing": "/explore/?q=zzzzzz",
    "information": "/explore/dataset/regions/information/",
    "table": "/explore/dataset/departements/table/?sort=-nom",
    "wrong": "/explore/dataset/regions/table/?where=nom%20~%201",
    "export": "/explore/dataset/pays/export/?q=france",
    "api": "/explore/dataset/departements/api/",
    "missing": "/explore/dataset/nothing-here/",
}
