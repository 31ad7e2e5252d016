"""Offers to WebSockets under a stream of bookings, and a thousand mechanics who want the same request."""
import asyncio
import collections
import time
import uuid
from datetime import datetime

import data
from footprint import raise_open_files
from machine import Server, migrate
from sockets import Http, Socket

RATE = 200
SECONDS = 5
MECHANICS = 200
CARD = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123"}


def prepare(binary, postgres, name, online):
    url = postgres.create(name)
    migrate(binary, url)
    data.into_postgres(postgres, name, data.ACTORS, history=False)
    first = data.row_id("mechanic", online)
    postgres.psql(name, f"UPDATE mechanics SET is_online = id < '{first}', last_seen_at = now()")
    return url


async def book(http, port, customer, provider=None):
    """Books and pays, as the browser does: one request to the API, one to the gateway. Answers the request's id."""
    wish = {"vehicle_id": str(data.row_id("vehicle", customer)), "service": "chat", "concern": "The brakes squeal"}
    if provider is not None:
        wish["preferred_provider_id"] = str(data.row_id("provider", provider))
    status, booked = await http.call("POST", "/api/v1/session-requests", data.bearer("customer", customer), wish,
                                     [f"idempotency-key: {uuid.uuid4()}"])
    if status not in (200, 201):
        raise RuntimeError(f"a booking answered {status}: {str(booked)[:200]}")
    payment = booked["payment"]
    card = {**CARD, "client_secret": payment["client_secret"]}
    status, paid = await http.call("POST", f"/sandbox/intents/{payment['gateway_id']}/confirm", body=card)
    if status != 200:
        raise RuntimeError(f"the card answered {status}: {str(paid)[:200]}")
    return booked["request"]["id"]


def measure(report, binary, folder, postgres):
    raise_open_files()
    url = prepare(binary, postgres, "dispatch", MECHANICS)
    with Server(binary, url, folder) as server:
        booked, arrived, seconds = asyncio.run(bookings(server.port))
    waits = sorted(wait for _, wait in arrived.values())
    if not waits:
        raise RuntimeError("no offer arrived")
    p50, p99 = (1000 * waits[int(len(waits) * part)] for part in (0.5, 0.99))
    lost = len(booked - arrived.keys())
    report.add("dispatch, bookings paid and offered", f"{len(arrived) / seconds:.0f} a second", f"of {RATE} a second",
               bar=f">= {RATE}", met=len(arrived) / seconds >= 0.98 * RATE)
    report.add("dispatch, offers lost", str(lost), f"of {len(booked)}", bar="none", met=lost == 0)
    report.add("dispatch, offer to WebSocket", f"p50 {p50:.0f}, p99 {p99:.0f} ms", bar="p99 < 100 ms", met=p99 < 100)
    race(report, binary, folder, postgres)


async def bookings(port):
    """Sends bookings at a steady rate; answers who booked, what arrived when, and how long all of it took."""
    arrived = {}

    def on_event(frame):
        event = frame.get("event", {})
        if event.get("kind") == "offer_sent" and event["offer"]["request_id"] not in arrived:
            sent = datetime.fromisoformat(event["offer"]["sent_at"].replace("Z", "+00:00")).timestamp()
            arrived[event["offer"]["request_id"]] = (time.perf_counter(), time.time() - sent)

    sockets = [await Socket.open(port, data.bearer("provider_user", n), on_event) for n in range(MECHANICS)]
    booked, numbers = set(), iter(range(RATE * SECONDS))
    begin = time.perf_counter()

    async def browser():
        http = Http(port)
        for number in numbers:
            await asyncio.sleep(max(0, begin + number / RATE - time.perf_counter()))
            booked.add(await book(http, port, number % data.ACTORS, number % MECHANICS))
        http.close()

    await asyncio.gather(*(browser() for _ in range(64)))
    patience = time.perf_counter() + 60
    while len(arrived) < len(booked) and time.perf_counter() < patience:
        await asyncio.sleep(0.1)
    for socket in sockets:
        await socket.close()
    last = max((at for at, _ in arrived.values()), default=begin + 1)
    return booked, arrived, max(last - begin, SECONDS)


def race(report, binary, folder, postgres):
    url = prepare(binary, postgres, "race", data.ACTORS)
    with Server(binary, url, folder) as server:
        request = asyncio.run(one_booking(server.port))
        sql = f"SELECT m.user_id, o.id FROM dispatch_offers o JOIN mechanics m ON m.id = o.mechanic_id WHERE request_id = '{request}'"
        for _ in range(300):
            offers = [line.split("|") for line in postgres.psql("race", sql).split()]
            if len(offers) >= data.ACTORS:
                break
            time.sleep(0.1)
        answers, seconds = asyncio.run(accept_all(server.port, offers))
    rest = ", ".join(f"{number} x {status}" for status, number in sorted(answers.items()))
    met = answers == {200: 1, 409: data.ACTORS - 1}
    report.add(f"accept race of {len(offers):,}", rest, f"in {seconds:.1f} s", bar="1 x 200, 999 x 409", met=met)


async def one_booking(port):
    http = Http(port)
    request = await book(http, port, 0)
    http.close()
    return request


async def accept_all(port, offers):
    """Every mechanic accepts at the same time, each over a connection that is open already."""
    numbers = {str(data.row_id("provider_user", n)): n for n in range(data.ACTORS)}
    ready = [(Http(port), data.bearer("provider_user", numbers[user]), offer) for user, offer in offers]
    for http, _, _ in ready:
        await http.call("GET", "/healthz")
    begin = time.perf_counter()
    answers = await asyncio.gather(*(http.call("POST", f"/api/v1/mechanic/offers/{offer}/accept", token)
                                     for http, token, offer in ready))
    seconds = time.perf_counter() - begin
    for http, _, _ in ready:
        http.close()
    return dict(collections.Counter(status for status, _ in answers)), seconds
