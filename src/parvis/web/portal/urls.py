"""Addresses of the public portal; those of the Explore portals are kept so that links survive."""

from django.urls import path

from parvis.web.portal.views import catalog, dataset, home, licenses, questions, robots, trust

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("robots.txt", robots.robots, name="robots"),
    path("explore/", catalog.catalog, name="catalog"),
    path("explore/dataset/<str:dataset_id>/", dataset.entrance, name="dataset"),
    path("explore/dataset/<str:dataset_id>/information/", dataset.information, name="information"),
    path("explore/dataset/<str:dataset_id>/table/", dataset.table, name="table"),
    path("explore/dataset/<str:dataset_id>/record/<str:record_id>/", dataset.record, name="record"),
    path("explore/dataset/<str:dataset_id>/export/", dataset.export, name="export"),
    path("explore/dataset/<str:dataset_id>/api/", dataset.api, name="api"),
    path("explore/dataset/<str:dataset_id>/conformance/", dataset.conformance, name="conformance"),
    path("explore/dataset/<str:dataset_id>/trust/check/", trust.check, name="trust-check"),
    path("licenses/", licenses.licenses, name="licenses"),
    path("licenses/compatibility/", licenses.compatibility, name="compatibility"),
    path("licenses/attribution/", licenses.attribution, name="attribution"),
    path("licenses/questions/", questions.ask, name="ask"),
    path("licenses/faq/", questions.faq, name="faq"),
    path("licenses/faq/<str:number>/", questions.answer, name="answer"),
    path("licenses/<str:license_id>/", licenses.license_sheet, name="license"),
]
