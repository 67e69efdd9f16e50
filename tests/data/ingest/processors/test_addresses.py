"""Addresses are found by a real service over HTTP, and in a local extract."""

from __future__ import annotations

import csv
import io
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from parvis.data.connectors.guarded import Policy
from parvis.data.ingest.processors import InvalidPipeline
from parvis.data.ingest.processors.addresses import AddressFile, AddressService


class Service(BaseHTTPRequestHandler):
    """Answers a posted CSV as the BAN does; Brest is the only town it knows."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        sent = re.search(r"text/csv\r\n\r\n(.*?)\r\n--", body, re.DOTALL)[1]
        answer = io.StringIO()
        writer = csv.writer(answer)
        writer.writerow(["adresse", "latitude", "longitude", "result_score", "result_label", "result_citycode"])
        for row in csv.DictReader(io.StringIO(sent)):
            known = "brest" in row["adresse"].lower()
            writer.writerow([row["adresse"], *(("48.39", "-4.48", "0.9", "Brest", "29019") if known else ("",) * 5)])
        self.send_response(200 if self.path == "/search/csv/" else 503)
        self.send_header("content-length", str(len(answer.getvalue())))
        self.end_headers()
        self.wfile.write(answer.getvalue().encode())

    def log_message(self, *_):
        """Nothing."""


@pytest.fixture
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/search/csv/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_service_answers_a_batch(address):
    service = AddressService(address, Policy(allow_private=True, ports=None))
    found = service(["1 rue x,\nBrest", "nowhere"] * 600)
    assert len(found) == 1200
    assert (found[0].longitude, found[0].latitude, found[0].citycode) == (-4.48, 48.39, "29019")
    assert found[1] is None


def test_a_service_that_fails_stops_the_pipeline(address):
    with pytest.raises(InvalidPipeline, match="answered 503"):
        AddressService(address + "gone", Policy(allow_private=True, ports=None))(["Brest"])


def test_a_service_inside_is_not_reached(address):
    with pytest.raises(InvalidPipeline, match="the address service"):
        AddressService(address, Policy(ports=None))(["Brest"])


def test_an_extract_answers_by_words(tmp_path):
    path = tmp_path / "ban.csv"
    path.write_text("numero,rep,nom_voie,code_postal,nom_commune,lon,lat\n8,,Rue de l'Église,29200,Brest,-4.4,48.3\n")
    found = AddressFile(path)(["8 rue de l’eglise, 29200 BREST", "9 rue x"])
    assert (found[0].longitude, found[0].latitude) == (-4.4, 48.3)
    assert found[1] is None
