"""Ten thousand messages that wait: how fast they go out, and what the people at the API notice of it."""
import http.client
import statistics
import threading
import time

import data
from machine import Server, migrate

MESSAGES = 10_000
RATE = 100  # requests a second: people at work, not a machine at its limit
THREADS = 4
QUIET_SECONDS = 30
# looking takes a process and a connection of its own, which visitors notice: seldom, and as often while it is quiet
LOOK_EVERY = 5
LONGEST = 600

WRITE = """
INSERT INTO notifications (id, user_id, recipient, kind, channel, status, dedup_key, data, topic, group_key, digest, created_at)
SELECT gen_random_uuid(), id, '', 'summary_ready', 'email', 'queued', 'bench:' || id,
  '{"about": "summary_ready", "session_id": "01a00000-0000-7000-8000-000000000001", "mechanic": "Marek Nowak"}',
  'bookings', 'bench:' || id, FALSE, now() FROM users WHERE role = 'customer' LIMIT %d;
INSERT INTO jobs (id, kind, payload, state, attempts, max_attempts, run_at, created_at)
SELECT gen_random_uuid(), 'notifications.send', jsonb_build_object('notification_id', id), 'queued', 0, 10, now(), now()
FROM notifications WHERE status = 'queued';
""" % MESSAGES
WAITING = "SELECT COUNT(*) FROM notifications WHERE status = 'queued'"


class Visitors:
    """Asks for a list at a steady rate and keeps how long each answer took, from when it should have been asked for."""

    def __init__(self, server):
        self.port = server.port
        self.headers = {"authorization": f"Bearer {data.bearer('customer', 0)}"}
        self.times = []
        self.failed = 0
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.visit, args=(number,)) for number in range(THREADS)]

    def visit(self, number):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        due = time.perf_counter() + number / RATE
        while not self.stop.is_set():
            time.sleep(max(0, due - time.perf_counter()))
            connection.request("GET", "/api/v1/customer/favorites", headers=self.headers)
            answer = connection.getresponse()
            answer.read()
            self.failed += answer.status != 200
            self.times.append((time.perf_counter() - due) * 1000)
            due += THREADS / RATE
        connection.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()
        if self.failed:
            raise RuntimeError(f"{self.failed} requests failed")

    def p99(self):
        return statistics.quantiles(self.times, n=100)[98]


def measure(report, binary, folder, postgres):
    url = postgres.create("messages")
    migrate(binary, url)
    data.into_postgres(postgres, "messages", MESSAGES)
    with Server(binary, url, folder) as server:
        with Visitors(server):
            time.sleep(3)  # warm
        with Visitors(server) as quiet:
            for _ in range(QUIET_SECONDS // LOOK_EVERY):
                postgres.psql("messages", WAITING)
                time.sleep(LOOK_EVERY)
        # writing them down is another measurement
        postgres.psql("messages", WRITE)
        started = time.perf_counter()
        with Visitors(server) as busy:
            while int(postgres.psql("messages", WAITING)):
                if time.perf_counter() - started > LONGEST:
                    raise RuntimeError("the messages did not go out in time")
                time.sleep(LOOK_EVERY)
            seconds = time.perf_counter() - started
    report.add(f"{MESSAGES:,} waiting mails", f"{MESSAGES / seconds:,.0f} mails/s", f"{seconds:,.0f} s for all")
    before, meanwhile = quiet.p99(), busy.p99()
    report.add(f"p99 of a list meanwhile, {RATE} req/s", f"{meanwhile:.1f} ms", f"{before:.1f} ms before",
               f"{meanwhile / before:.2f}", "< 1.2", meanwhile < 1.2 * before)
