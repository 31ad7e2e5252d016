"""How soon the server is ready and how much memory it takes."""
import asyncio
import os
import resource
import statistics
import time

import data
from machine import Server, migrate, resident_kib
from sockets import Socket

SOCKETS = 1_000


def database(binary, folder, name, size=0):
    """A migrated SQLite database, with data if `size` is above nothing."""
    path = os.path.join(folder, name)
    url = f"sqlite://{path}?mode=rwc"
    migrate(binary, url)
    if size:
        data.into_sqlite(path, size, history=False)
    return url


def start(report, binary, folder):
    """From the start of the process until it answers that it is ready."""
    url = database(binary, folder, "start.sqlite")
    took = []
    for _ in range(11):
        with Server(binary, url, folder) as server:
            took.append(server.start_ms)
    middle = statistics.median(took[1:])
    report.add("start on a migrated SQLite database", f"{middle:.0f} ms", bar="< 150 ms", met=middle < 150)


def memory(report, binary, folder):
    raise_open_files()
    url = database(binary, folder, "memory.sqlite", data.ACTORS)
    with Server(binary, url, folder) as server:
        time.sleep(3)
        idle = resident_kib(server.pid)
        report.add("memory, idle server", f"{idle / 1024:.1f} MiB", bar="< 40 MiB", met=idle < 40 * 1024)
        try:
            each = asyncio.run(of_sockets(server))
        except (RuntimeError, OSError, asyncio.IncompleteReadError) as error:
            report.skipped("memory, each idle WebSocket", str(error))
            return
        report.add("memory, each idle WebSocket", f"{each:.1f} KiB", peer=f"of {SOCKETS}", bar="< 20 KiB", met=each < 20)


async def of_sockets(server):
    """KiB that one more socket takes; the first ones warm up what all of them share."""
    warm = [await Socket.open(server.port, data.bearer("customer", n)) for n in range(50)]
    for socket in warm:
        await socket.close()
    await asyncio.sleep(2)
    before = resident_kib(server.pid)
    open_now = [await Socket.open(server.port, data.bearer("customer", n)) for n in range(SOCKETS)]
    await asyncio.sleep(3)
    after = resident_kib(server.pid)
    for socket in open_now:
        await socket.close()
    return (after - before) / SOCKETS


def raise_open_files():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 65536)), hard))
