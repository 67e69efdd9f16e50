"""Checks many addresses on 200 hosts of loopback, and whether each host was asked as politely as promised.

Usage: ``python -m bench.verification [--addresses 10000] [--hosts 200]``. Seconds and mebibytes.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import multiprocessing
import resource
import time
from collections import defaultdict
from multiprocessing.connection import Connection

from parvis.data.connectors.guarded import Policy
from parvis.data.connectors.probe import Manners, Prober, checked
from parvis.data.connectors.probe.rounds import Asked
from parvis.data.trust.targets import Target

BODY = b"id,name\n" + b"".join(b"%d,tree %d\n" % (n, n) for n in range(2000))


def serve(ready: Connection) -> None:
    """A small server on every address of loopback that notes when each was asked; tells it when asked to."""
    arrivals: dict[str, list[float]] = defaultdict(list)
    together: dict[str, int] = defaultdict(int)
    most: dict[str, int] = defaultdict(int)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                arrivals[host].append(time.monotonic())
                together[host] += 1
                most[host] = max(most[host], together[host])
                found = b"robots.txt" not in head
                body = BODY if found else b""
                status = b"200 OK" if found else b"404 Not Found"
                writer.write(b'HTTP/1.1 %s\r\nContent-Length: %d\r\nETag: "1"\r\n\r\n' % (status, len(body)) + body)
                await writer.drain()
                together[host] -= 1
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1024)
        ready.send(server.sockets[0].getsockname()[1])
        await asyncio.get_running_loop().run_in_executor(None, ready.recv)
        gaps = [b - a for times in arrivals.values() for a, b in itertools.pairwise(times)]
        ready.send((sum(map(len, arrivals.values())), min(gaps, default=0.0), max(most.values(), default=0)))

    asyncio.run(run())


def main() -> None:
    """Measure once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--addresses", type=int, default=10_000)
    parser.add_argument("--hosts", type=int, default=200)
    wanted = parser.parse_args()
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    port = ours.recv()
    asked = [
        Asked(n, Target(str(n), "data", f"http://127.0.0.{n % wanted.hosts + 1}:{port}/{n}.csv", "csv"))
        for n in range(wanted.addresses)
    ]
    started, outcomes = time.monotonic(), defaultdict[str, int](int)
    with Prober(Policy(allow_private=True, ports=None), manners=Manners()) as prober:
        for told in checked(prober, asked, seconds=3600):
            outcomes[str(told.check.outcome)] += 1
    seconds = time.monotonic() - started
    ours.send(None)
    requests, gap, together = ours.recv()
    process.join(5)
    figures = {
        "addresses": wanted.addresses,
        "hosts": wanted.hosts,
        "seconds": round(seconds, 1),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "requests": requests,
        "least_gap_s": round(gap, 3),
        "most_at_once_on_a_host": together,
        "outcomes": dict(outcomes),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
