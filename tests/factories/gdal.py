"""GDAL as a client of a portal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

READER = Path(__file__).with_name("gdal_reader.py")


def gdal(source: str, layer: str, **options: Any) -> Any:
    """What GDAL reads of a layer; see ``gdal_reader``."""
    command = [sys.executable, str(READER), source, layer, json.dumps(options)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout.splitlines()[-1])
