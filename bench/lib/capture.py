"""Reads back the statements of one request from PostgreSQL's own log, so that a peer runs exactly these."""
import re
import time
import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass
class Statement:
    sql: str
    values: list  # text as PostgreSQL logs it, None for NULL


def statements(postgres, database, server, path, token):
    """What the server asks the database for one GET. The first request prepares, the second is read."""
    postgres.psql("postgres", f"ALTER DATABASE {database} SET log_statement = 'all'")
    try:
        with server() as running:
            for _ in range(20):
                running.get(path, token)
            before = len(settled(postgres, database))
            status, body = running.get(path, token)
            if status != 200:
                raise RuntimeError(f"{path} answered {status}: {body[:120]!r}")
            logged = settled(postgres, database, before)[before:]
    finally:
        postgres.psql("postgres", f"ALTER DATABASE {database} RESET log_statement")
    return [statement for _, message, detail in logged if (statement := parse(message, detail))]


def settled(postgres, database, more_than=-1):
    """The log once it has stopped growing: its collector writes a moment later."""
    rows, quiet = [], 0
    while quiet < 3:
        time.sleep(0.1)
        now = postgres.log_rows(database)
        quiet = quiet + 1 if len(now) == len(rows) and len(now) > more_than else 0
        rows = now
    return rows


def parse(message, detail):
    found = re.match(r"(?:execute [^:]*|statement): (.*)", message, re.S)
    if not found:
        return None
    values = {int(n): None if value == "NULL" else value[1:-1].replace("''", "'")
              for n, value in re.findall(r"\$(\d+) = (NULL|'(?:[^']|'')*')", detail)}
    return Statement(found[1].strip().rstrip(";"), [values[n] for n in sorted(values)])


def pgbench_script(found):
    """The statements in pgbench's form, with the options that give it their values."""
    lines, options = [], []
    for number, statement in enumerate(found):
        def name(match, number=number, statement=statement):
            value = statement.values[int(match[1]) - 1]
            return "NULL" if value is None else f":s{number}v{match[1]}"

        lines.append(re.sub(r"\$(\d+)", name, statement.sql) + ";\n")
        for place, value in enumerate(statement.values, 1):
            if value is not None:
                options += ["-D", f"s{number}v{place}={value}"]
    return "".join(lines), options


def for_sqlite(statement):
    """SQL and values as SQLite stores them: identifiers as 16 bytes, times as RFC 3339."""
    return re.sub(r"\$(\d+)", r"?\1", statement.sql), [sqlite_value(value) for value in statement.values]


def sqlite_value(text):
    if text is None:
        return None
    if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text):
        return uuid.UUID(text).bytes
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*", text):
        return datetime.fromisoformat(text if len(text.rsplit("+")[-1]) > 2 else text + ":00").isoformat()
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return {"t": 1, "f": 0}.get(text, text)
