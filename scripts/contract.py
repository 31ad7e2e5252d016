"""The contract run: `contract.py BINARY SECONDS`, started by scripts/contract with a PostgreSQL at hand."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid

import requests

PASSWORD = "late brake point 9"

# Which checks do not fit, and why; all others hold.
UNFIT_CHECKS = [
    # a request can fit its schema and still break a rule of the product: 409 and 422 are documented answers to it
    "positive_data_acceptance",
]
# Calls that would end the very sign-in that the run goes on with.
UNFIT_OPERATIONS = ["log_out", "end_sign_in", "close_account"]


class Server:
    """A Pitlane on a database of its own."""

    def __init__(self, binary, engine):
        self.home = tempfile.mkdtemp(prefix="pitlane-contract.")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = os.path.join(self.home, "log")
        database = f"sqlite://{self.home}/pitlane.sqlite?mode=rwc"
        if engine == "postgres":
            database = os.environ["PITLANE_TEST_POSTGRES_URL"]
        environment = os.environ | {
            "PITLANE__HTTP__BIND": f"127.0.0.1:{port}",
            "PITLANE__HTTP__PUBLIC_URL": self.url,
            "PITLANE__DATABASE__URL": database,
            "PITLANE__FILES__DIR": os.path.join(self.home, "files"),
            "PITLANE__DEMO__SHOW_OUTBOX": "true",
            "PITLANE__LIMITS__ENABLED": "false",
            # its token comes from the password alone
            "PITLANE__AUTH__STAFF_TWO_FACTOR": "false",
            "PITLANE__LOG__LEVEL": "error",
            "PITLANE_ADMIN_PASSWORD": PASSWORD,
        }
        self.command = lambda *words: subprocess.run(
            [binary, *words], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        self.command("seed", "--demo")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([binary, "serve"], env=environment, stdout=log, stderr=log)
        self.wait_for(lambda: requests.get(f"{self.url}/healthz", timeout=2).ok)

    def wait_for(self, condition):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                found = condition()
            except requests.ConnectionError:
                found = None
            if found:
                return found
            time.sleep(0.1)
        with open(self.log) as log:
            sys.exit(f"the server did not come as far as it should:\n{log.read()[-3000:]}")

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.home)

    def post(self, path, body):
        answer = requests.post(
            f"{self.url}/api/v1{path}", json=body, headers={"idempotency-key": str(uuid.uuid4())}, timeout=30
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def token(self, role):
        """Registers somebody, confirms the address by the link of the mail, and logs in; staff is made by the command."""
        person = {"email": f"{role}.{uuid.uuid4().hex[:8]}@example.org", "password": PASSWORD, "name": "Robin Contract"}
        if role == "admin":
            self.command("admin", "create", "--email", person["email"], "--name", person["name"])
            return self.signed_in(role, person)
        more = {"provider_type": "independent", "specialties": ["brakes"]} if role == "provider" else {}
        self.post(f"/{role}/register", person | more)

        def verification():
            mails = requests.get(f"{self.url}/api/v1/outbox", params={"recipient": person["email"]}, timeout=10).json()
            found = [re.search(r"verify-email\?token=([\w.~-]+)", mail["text"]) for mail in mails["items"]]
            return next((match.group(1) for match in found if match), None)

        self.post("/auth/verify-email", {"token": self.wait_for(verification)})
        return self.signed_in(role, person)

    def signed_in(self, role, person):
        log_in = {key: person[key] for key in ("email", "password")} | {"refresh_token_in_body": True}
        return self.post(f"/{role}/login", log_in)["access_token"]


def run(server, who, seconds):
    tool = os.path.join(os.path.dirname(sys.executable), "schemathesis")
    command = [
        tool, "run", "openapi.yaml", "--url", server.url, "--max-time", str(seconds), "--no-color",
        "--checks", "all", "--exclude-checks", ",".join(UNFIT_CHECKS),
        "--suppress-health-check", "all", "--request-timeout", "20", "--warnings", "off",
    ]
    if who != "nobody":
        command += ["--header", f"Authorization: Bearer {server.token(who)}"]
        for operation in UNFIT_OPERATIONS:
            command += ["--exclude-operation-id", operation]
    return subprocess.run(command, check=False).returncode == 0


def main():
    binary, seconds = sys.argv[1], int(sys.argv[2])
    people, engines = ["nobody", "customer", "provider", "admin"], ["sqlite", "postgres"]
    share = max(5, seconds // (len(people) * len(engines)))
    results = {}
    for engine in engines:
        server = Server(binary, engine)
        try:
            for who in people:
                print(f"\n==> as {who} on {engine}, {share} seconds", flush=True)
                results[f"as {who} on {engine}"] = run(server, who, share)
        finally:
            server.stop()
    print("\nSummary")
    for name, good in results.items():
        print(f"  {name:28} {'no failure' if good else 'FAILED'}")
    wrong = list(results.values()).count(False)
    print(f"{len(results) - wrong} passed, {wrong} failed")
    sys.exit(1 if wrong else 0)


main()
