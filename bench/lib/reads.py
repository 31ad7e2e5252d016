"""Lists and cheap reads: against pgbench with the same SQL, against bare SQLite, and as the tables grow."""
import os
import re
import sqlite3
import statistics
import subprocess
import time
from dataclasses import dataclass

import capture
import data
import footprint
from machine import Server, cpu_seconds, migrate

CONNECTIONS = 8
SECONDS = 2
ROUNDS = 3
SIZE = 10_000


@dataclass
class Endpoint:
    name: str
    path: str
    actor: str = ""
    # a search reads many rows for the few that it answers: nearly all of the work is the database's
    search: bool = False

    def token(self):
        return data.bearer(self.actor, 0) if self.actor else None


ENDPOINTS = [
    Endpoint("favorites", "/api/v1/customer/favorites", "customer"),
    Endpoint("dashboard", "/api/v1/customer/dashboard", "customer"),
    Endpoint("offers", "/api/v1/mechanic/offers", "provider_user"),
    Endpoint("directory", "/api/v1/providers?page_size=25"),
    Endpoint("directory, search", "/api/v1/providers?text=mechanic%2099", search=True),
    Endpoint("service history", "/api/v1/customer/services?limit=25", "customer"),
    Endpoint("quotes of a provider", "/api/v1/quotes?limit=25", "provider_user"),
    # as the page asks for each of its columns
    Endpoint("column of the board", "/api/v1/repairs?status=in_progress&limit=20", "provider_user"),
]


@dataclass
class Load:
    rate: float
    p99_ms: float
    cpu_ms: float


def idle_share(server, seconds=2):
    """The part of a core that the server takes while nobody asks for anything: that of its jobs."""
    before = cpu_seconds(server.pid)
    time.sleep(seconds)
    return (cpu_seconds(server.pid) - before) / seconds


def wrk(server, endpoint, seconds=SECONDS, idle=0.0):
    """Requests a second, p99 and the server's CPU for each, with kept-alive connections; `idle` is the part of a core that
    the server takes anyway."""
    headers = ["-H", f"authorization: Bearer {endpoint.token()}"] if endpoint.actor else []
    before = cpu_seconds(server.pid)
    text = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *headers,
                           server.base + endpoint.path], stdout=subprocess.PIPE, text=True, check=True).stdout
    spent = max(0.0, cpu_seconds(server.pid) - before - idle * seconds)
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(f"{endpoint.path} failed under load: {re.search('(Non-2xx|Socket).*', text)[0]}")
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    requests = int(re.search(r"(\d+) requests in", text)[1])
    p99 = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    return Load(float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), p99, spent * 1000 / max(requests, 1))


def pgbench(postgres, database, folder, found):
    """Transactions a second; each one runs all statements of a request."""
    script, options = capture.pgbench_script(found)
    file = os.path.join(folder, "peer.sql")
    with open(file, "w") as out:
        out.write(script)
    run = subprocess.run(["pgbench", "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "1", "-T", str(SECONDS), "-f",
                          file, *options, "-h", "127.0.0.1", "-p", str(postgres.port), "-U", "postgres", database],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    rate = re.search(r"tps = ([\d.]+)", run.stdout)
    if run.returncode or not rate:
        raise RuntimeError(f"pgbench: {run.stderr.strip().splitlines()[-1]}")
    return float(rate[1])


def each(report, title, measure):
    """Runs `measure` for every endpoint; one that fails does not hide the others."""
    for endpoint in ENDPOINTS:
        try:
            measure(endpoint)
        except (RuntimeError, sqlite3.Error, subprocess.SubprocessError) as error:
            report.skipped(f"{endpoint.name}, {title}", str(error))


def lists(report, binary, folder, postgres):
    url = postgres.create("lists")
    migrate(binary, url)
    data.into_postgres(postgres, "lists", SIZE)
    lite = footprint.database(binary, folder, "lists.sqlite")
    data.into_sqlite(os.path.join(folder, "lists.sqlite"), SIZE)
    captured = {}

    def capturing():
        return Server(binary, url, folder, PITLANE__JOBS__ENABLED="false", PITLANE__DATABASE__MAX_CONNECTIONS="2")

    def on_postgres(endpoint):
        found = captured[endpoint.name] = capture.statements(postgres, "lists", capturing, endpoint.path, endpoint.token())
        with Server(binary, url, folder) as server:
            wrk(server, endpoint, 1)
            idle = idle_share(server)
            ours, peers = [], []
            for _ in range(ROUNDS):
                ours.append(wrk(server, endpoint, idle=idle))
                peers.append(pgbench(postgres, "lists", folder, found))
        rate, peer = statistics.median(load.rate for load in ours), statistics.median(peers)
        cpu = statistics.median(load.cpu_ms for load in ours)
        least, most = (0.9, 0.4) if endpoint.search else (0.35, 0.2)
        report.add(f"{endpoint.name}, PostgreSQL", f"{rate:,.0f} req/s", f"{peer:,.0f} tps, {len(found)} statements",
                   f"{rate / peer:.2f}", f">= {least}", rate / peer >= least)
        report.add(f"{endpoint.name}, own CPU", f"{cpu:.2f} ms/req", bar=f"<= {most} ms", met=cpu <= most)

    def on_sqlite(endpoint):
        if endpoint.name not in captured:
            raise RuntimeError("its statements are not known")
        with Server(binary, lite, folder) as server:
            wrk(server, endpoint, 1)
            idle = idle_share(server)
            cpu = statistics.median(wrk(server, endpoint, idle=idle).cpu_ms for _ in range(ROUNDS))
        bare = bare_sqlite(os.path.join(folder, "lists.sqlite"), captured[endpoint.name])
        report.add(f"{endpoint.name}, SQLite, total CPU", f"{cpu:.2f} ms/req", f"{bare:.2f} ms bare", f"{cpu / bare:.1f}x",
                   "<= 2x", cpu <= 2 * bare)

    each(report, "PostgreSQL", on_postgres)
    each(report, "SQLite", on_sqlite)


def bare_sqlite(path, found):
    """CPU milliseconds of the statements alone, prepared once, all rows fetched."""
    db = sqlite3.connect(path)
    ready = [capture.for_sqlite(statement) for statement in found]
    times, started = 0, time.process_time()
    while time.process_time() - started < 1:
        for sql, values in ready:
            db.execute(sql, values).fetchall()
        times += 1
    spent = time.process_time() - started
    db.close()
    return spent * 1000 / times


def growth(report, binary, folder, postgres, large):
    """p99 of each list when its tables are large against when they are small."""
    urls = {}
    for size in (1_000, large):
        urls[size] = postgres.create(f"growth_{size}")
        migrate(binary, urls[size])
        data.into_postgres(postgres, f"growth_{size}", size)
    with Server(binary, urls[1_000], folder) as small, Server(binary, urls[large], folder) as big:
        def measure(endpoint):
            p99 = {small: [], big: []}
            for server in (small, big):
                wrk(server, endpoint, 1)
            for _ in range(ROUNDS):
                for server, found in p99.items():
                    found.append(wrk(server, endpoint).p99_ms)
            little, much = statistics.median(p99[small]), statistics.median(p99[big])
            report.add(f"{endpoint.name}, p99 at {large:,} rows", f"{much:.1f} ms", f"{little:.1f} ms at 1,000",
                       f"{much / little:.2f}", "<= 1.5", much <= 1.5 * little)

        each(report, "growth", measure)
