"""The data that is measured on: the same rows for both engines, in any size."""
import base64
import hashlib
import hmac
import json
import sqlite3
import time
import uuid
from datetime import datetime, timedelta, timezone

from machine import SECRET

HOT = 25  # rows that the measured customer and mechanic have of everything
ACTORS = 1_000  # customers and mechanics who are signed in
REFRESH_TOKENS = 4
KINDS = {name: number for number, name in enumerate(
    ["customer", "provider_user", "sign_in", "vehicle", "mechanic", "provider", "favorite", "request", "session",
     "payment", "offer", "summary", "review", "refresh", "workshop", "member", "repair",
     "quote", "line"], 1)}


def row_id(kind, number):
    """A UUID of version 7 that grows with `number`."""
    return uuid.UUID(int=(0x01A0 << 112) | (number << 80) | (7 << 76) | (8 << 60) | (KINDS[kind] << 32) | number)


def bearer(kind, number):
    """An access token as the server makes them, for the sign-in of an actor."""
    pack = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=")
    sign_in = number if kind == "customer" else ACTORS + number
    claims = {"sub": str(row_id(kind, number)), "sid": str(row_id("sign_in", sign_in)), "exp": int(time.time()) + 86400}
    text = pack(b'{"alg":"HS256","typ":"JWT"}') + b"." + pack(json.dumps(claims).encode())
    return (text + b"." + pack(hmac.new(SECRET.encode(), text, hashlib.sha256).digest())).decode()


def refresh_token(number):
    return f"refresh-for-measurements-{number}"


def tables(size, history=True):
    """Yields (table, columns, rows). `size` customers and as many mechanics; with `history` each customer has one
    finished session and one favorite, and customer 0 and mechanic 0 have `HOT` of everything."""
    now = datetime.now(timezone.utc).replace(microsecond=123456)
    ago = lambda minutes: now - timedelta(minutes=minutes)
    everybody = range(size)
    yield from people(size, now)
    # who did what: (number, customer, mechanic); the measured customer's come last, so that others' are older
    done = [(n, n, n) for n in everybody] + [(size + n, 0, n + 1) for n in range(HOT - 1)]
    if not history:
        return
    saved = [(n, n, n) for n in everybody] + [(size + n, 0, n + 1) for n in range(HOT - 1)]
    yield "customer_favorites", "id customer_id provider_id label added_at last_service_at total_services " \
        "total_spent_cents created_at", (
            (row_id("favorite", n), row_id("customer", c), row_id("provider", m), None, ago(n % 9000), ago(n % 5000), 1,
             1500, ago(n % 9000)) for n, c, m in saved)
    yield "provider_customer_relations", "id provider_id customer_id total_bookings total_spent_cents average_rating " \
        "first_booking_at last_booking_at is_favorite_customer is_blocked favorite_asked_at created_at updated_at", (
            (row_id("favorite", n), row_id("provider", m), row_id("customer", c), 1, 1500, 4.5, ago(60), ago(60), False,
             False, None, ago(60), ago(60)) for n, c, m in saved)
    yield from requests(done, size, ago)
    yield from sessions(done, ago)
    yield from repairs(size, now)


def people(size, now):
    everybody = range(size)
    user = lambda kind, role, n: (row_id(kind, n), role, f"{kind}{n}@example.com", "none", f"{kind.title()} {n}", None,
                                  "en-US", "UTC", now, None, None, now, now)
    columns = "id role email password_hash name phone locale time_zone email_verified_at phone_verified_at deleted_at " \
        "created_at updated_at"
    yield "users", columns, (user("customer", "customer", n) for n in everybody)
    yield "users", columns, (user("provider_user", "provider", n) for n in everybody)
    signed_in = [("customer", n) for n in range(min(size, ACTORS))]
    signed_in += [("provider_user", n) for n in range(min(size, ACTORS))]
    yield "sign_ins", "id user_id user_agent last_used_at revoked_at created_at", (
        (row_id("sign_in", n if kind == "customer" else ACTORS + n), row_id(kind, n), "bench", now, None, now)
        for kind, n in signed_in)
    yield "refresh_tokens", "id sign_in_id hash expires_at used_at created_at", (
        (row_id("refresh", n), row_id("sign_in", 0), hashlib.sha256(refresh_token(n).encode()).hexdigest(),
         now + timedelta(days=1), None, now) for n in range(REFRESH_TOKENS))
    yield "vehicles", "id customer_id year make model vin vin_warning plate mileage removed_at created_at updated_at", (
        (row_id("vehicle", n), row_id("customer", n), 2000 + n % 25, "Subaru", "Outback", None, False, None, 64210, None,
         now, now) for n in everybody)
    yield "mechanics", "id user_id workshop_id display_name slug bio specialties years_experience " \
        "response_target_minutes response_median_minutes avg_rating total_reviews accepting is_online missed_in_a_row " \
        "last_seen_at time_zone closed_at created_at updated_at", (
            (row_id("mechanic", n), row_id("provider_user", n), None, f"Mechanic {n}", f"mechanic-{n}", "Brakes and more.",
             '["brakes"]', n % 40, 5, 4.0, n % 21 / 10 + 3, 10, True, n % 10 == 0, 0, now, "UTC", None, now, now)
            for n in everybody)
    yield "providers", "id kind mechanic_id workshop_id name closed_at listed created_at", (
        (row_id("provider", n), "independent", row_id("mechanic", n), None, f"Mechanic {n}", None, True, now)
        for n in everybody)


def requests(done, size, ago):
    """One accepted request for each finished session, and what waits for mechanic 0."""
    waiting = [(2 * size + n, n + 1) for n in range(HOT)]
    columns = "id customer_id vehicle_id service concern price_cents currency planned_minutes status routing_type " \
        "preferred_provider_id notify_and_wait window_open broadcast_round broadcast_expires_at payment_due_at " \
        "accepted_at mechanic_id started_at created_at updated_at"
    concern = "The brakes squeal at low speed"
    yield "session_requests", columns, (
        (row_id("request", n), row_id("customer", c), row_id("vehicle", c), "chat", concern, 1500, "USD", 30, "accepted",
         "priority_broadcast", row_id("provider", m), False, False, 0, None, ago(99), ago(100), row_id("mechanic", m),
         ago(98), ago(100 + n % 5000), ago(90)) for n, c, m in done)
    yield "session_requests", columns, (
        (row_id("request", n), row_id("customer", c), row_id("vehicle", c), "chat", concern, 1500, "USD", 30, "pending",
         "broadcast", None, False, False, 1, ago(-600), ago(1), None, None, None, ago(2), ago(2)) for n, c in waiting)
    paid = [(n, c, m, "succeeded") for n, c, m in done] + [(n, c, None, "requires_capture") for n, c in waiting]
    yield "payments", "id session_request_id customer_id provider_id amount_cents refunded_cents fee_cents currency " \
        "status gateway gateway_id client_secret failure_code authorized_at paid_at created_at updated_at", (
            (row_id("payment", n), row_id("request", n), row_id("customer", c),
             None if m is None else row_id("provider", m), 1500, 0, 225, "USD", status, "sandbox", f"pi_{n}", None, None,
             ago(99), None if m is None else ago(98), ago(99), ago(98)) for n, c, m, status in paid)
    offered = [(n, m, "priority", "accepted") for n, _, m in done] + [(n, 0, "broadcast", None) for n, _ in waiting]
    yield "dispatch_offers", "id request_id mechanic_id kind sent_at attempts delivered_at seen_at response reason " \
        "responded_at created_at", (
            (row_id("offer", n), row_id("request", n), row_id("mechanic", m), kind, ago(2), 1, ago(2), ago(2), response,
             None, ago(1) if response else None, ago(2)) for n, m, kind, response in offered)


def sessions(done, ago):
    yield "sessions", "id request_id customer_id mechanic_id workshop_id provider_id kind status planned_minutes " \
        "price_cents currency started_at ended_at ended_by created_at updated_at", (
            (row_id("session", n), row_id("request", n), row_id("customer", c), row_id("mechanic", m), None,
             row_id("provider", m), "chat", "ended", 30, 1500, "USD", ago(98), ago(60 + n % 5000), row_id("customer", c),
             ago(98 + n % 5000), ago(60)) for n, c, m in done)
    yield "session_summaries", "id session_id findings steps_taken parts_needed next_steps photo_ids submitted_at " \
        "first_viewed_at created_at updated_at", (
            (row_id("summary", n), row_id("session", n), "Worn front pads", "Listened, looked", '["Front pads"]',
             "Replace the pads", "[]", ago(50), ago(49), ago(50), ago(49)) for n, _, _ in done)
    yield "mechanic_reviews", "id session_id mechanic_id workshop_id provider_id customer_id rating text helpful_count " \
        "created_at updated_at", (
            (row_id("review", n), row_id("session", n), row_id("mechanic", m), None, row_id("provider", m),
             row_id("customer", c), 3 + n % 3, "Helpful", 0, ago(40), ago(40)) for n, c, m in done if n % 2)


def repairs(size, now):
    """`size` quotes of provider 0, with a line each, and a fifth as many open repairs: what a large workshop has."""
    whose = lambda n: (row_id("provider", 0), row_id("customer", n % size), f"Customer {n % size}",
                       row_id("vehicle", n % size), "2014 Subaru Outback")
    states = ["received", "in_progress", "waiting_for_parts", "ready"]
    yield "repairs", "id number provider_id customer_id customer_name vehicle_id vehicle status promised_at " \
        "warranty_months currency authorized_cents tolerance_cents reserved_cents charged_cents refunded_cents " \
        "created_at updated_at", (
            (row_id("repair", n), 1000 + n, *whose(n), states[n % 4], now + timedelta(hours=n % 99), 12, "USD", 52062, 0, 0,
             10000, 0, now, now) for n in range(size // 5))
    yield "repair_quotes", "id number revision provider_id customer_id customer_name vehicle_id vehicle created_by " \
        "repair_id supplement status diagnosis_summary currency tax_bps subtotal_cents discount_cents tax_cents " \
        "customer_total_cents approved_cents deposit_cents warranty_months valid_days valid_until version sent_at " \
        "created_at updated_at", (
            (row_id("quote", n), 1000 + n, 1, *whose(n), row_id("provider_user", 0),
             row_id("repair", n) if n < size // 5 else None, False, "approved" if n < size // 5 else "sent",
             "The front pads are worn", "USD", 825, 50000, 0, 2062, 52062, 52062 if n < size // 5 else 0, 10000, 12, 14,
             now + timedelta(days=14), 1, now, now, now) for n in range(size))
    yield "quote_lines", "id quote_id position kind title quantity_thousandths unit_cents total_cents taxable severity " \
        "decision created_at updated_at", (
            (row_id("line", n), row_id("quote", n), 0, "labor", "Replace the front pads", 5000, 10000, 50000, False, "soon",
             "approved" if n < size // 5 else "pending", now, now) for n in range(size))


def into_postgres(postgres, database, size, history=True):
    def cell(value):
        return "\\N" if value is None else value.isoformat() if isinstance(value, datetime) else str(value)

    script = ["SET session_replication_role = replica;\n"]
    for table, columns, rows in tables(size, history):
        script.append(f"COPY {table} ({columns.replace(' ', ', ')}) FROM STDIN;\n")
        script.extend("\t".join(map(cell, row)) + "\n" for row in rows)
        script.append("\\.\n")
    postgres.psql(database, "".join(script))
    postgres.psql(database, "VACUUM ANALYZE; CHECKPOINT")


def into_sqlite(path, size, history=True):
    def cell(value):
        return value.bytes if isinstance(value, uuid.UUID) else value.isoformat() if isinstance(value, datetime) else value

    db = sqlite3.connect(path)
    for table, columns, rows in tables(size, history):
        names = columns.split()
        sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        db.executemany(sql, (tuple(map(cell, row)) for row in rows))
    db.commit()
    db.execute("ANALYZE")
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
