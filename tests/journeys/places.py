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
    "licenses": "/licenses/?q=odbl",
    "license": "/licenses/ODbL-1.0/",
    "compatibility": "/licenses/compatibility/?source.1=regions&source.2=ODbL-1.0&profile.2=ODF-2018&keywords.2=arbres",
    "conflict": "/licenses/compatibility/?source.1=ODbL-1.0&source.2=CC-BY-SA-4.0&source.3=zzz",
    "attribution": "/licenses/attribution/?source.1=regions&source.2=CC-BY-4.0&date.2=demain",
    "credit": "/licenses/attribution/?source.1=regions&source.2=ODbL-1.0&work=true",
    "ask": "/licenses/questions/?dataset=regions",
    "faq": "/licenses/faq/",
    "missing": "/explore/dataset/nothing-here/",
}
