"""Processes: a PostgreSQL of its own, the server under measurement, and what the kernel says about them."""
import csv
import glob
import io
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
SECRET = "a-secret-for-measurements-only-0123456789abcdef"
TICK = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def cpu_seconds(pid):
    """User and system time that a process has spent so far."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident_kib(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


class Postgres:
    """A cluster with the usual durability, thrown away afterwards. PostgreSQL refuses to run as root."""

    def __init__(self):
        self.programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.home = tempfile.mkdtemp(prefix="pitlane-bench-postgres.")
        self.data = os.path.join(self.home, "data")
        self.port = free_port()
        self.owner = []
        if os.getuid() == 0:
            self.owner = ["runuser", "-u", "postgres", "--"]
            os.chown(self.home, pwd.getpwnam("postgres").pw_uid, -1)
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        # every statement of a database that asks for it can be read back from the log, as rows
        options = (f"-p {self.port} -k {self.home} -h 127.0.0.1 -c max_connections=300 -c shared_buffers=512MB "
                   "-c max_wal_size=4GB -c logging_collector=on -c log_destination=csvlog "
                   "-c log_directory=log -c log_filename=server.log -c log_file_mode=0644 -c log_rotation_age=0 "
                   "-c log_rotation_size=0 -c jit=off")
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", os.path.join(self.home, "start.log"), "-o",
                  options, "start")

    def _run(self, program, *arguments):
        subprocess.run([*self.owner, os.path.join(self.programs, program), *arguments], check=True, cwd="/",
                       stdout=subprocess.DEVNULL)

    def psql(self, database, sql):
        """Runs SQL, which may hold COPY blocks; answers the rows as text."""
        command = [os.path.join(self.programs, "psql"), "-qAtX", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1",
                   "-p", str(self.port), "-U", "postgres", database]
        return subprocess.run(command, input=sql, text=True, check=True, stdout=subprocess.PIPE).stdout

    def url(self, database):
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, database):
        self.psql("postgres", f"CREATE DATABASE {database}")
        return self.url(database)

    def log_rows(self, database):
        """The messages of one database's log: (process, message, detail)."""
        sql = "SELECT pg_read_file('log/server.csv')"
        rows = csv.reader(io.StringIO(self.psql("postgres", sql)))
        return [(row[3], row[13], row[14]) for row in rows if len(row) > 14 and row[2] == database]

    def stop(self):
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.home, ignore_errors=True)


class Server:
    """`pitlane serve` on a port of its own, with the defaults of an installation but without rate limits."""

    def __init__(self, binary, url, folder, **settings):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ, "PITLANE__DATABASE__URL": url, "PITLANE__HTTP__BIND": f"127.0.0.1:{self.port}",
            "PITLANE__HTTP__PUBLIC_URL": self.base, "PITLANE__FILES__DIR": os.path.join(folder, "files"),
            "PITLANE__LIMITS__ENABLED": "false", "PITLANE__AUTH__JWT_SECRET": SECRET, **settings,
        }
        self.binary = binary
        self.log = open(os.path.join(folder, f"server-{self.port}.log"), "wb")

    def __enter__(self):
        started = time.perf_counter()
        self.process = subprocess.Popen([self.binary, "serve"], env=self.environment, stdout=self.log,
                                        stderr=self.log)
        self.pid = self.process.pid
        while not self.ready():
            if self.process.poll() is not None or time.perf_counter() - started > 60:
                self.__exit__()
                raise RuntimeError(f"the server did not start: {open(self.log.name).read()[-2000:]}")
            time.sleep(0.001)
        self.start_ms = (time.perf_counter() - started) * 1000
        return self

    def ready(self):
        try:
            return self.get("/readyz")[0] == 200
        except OSError:
            return False

    def get(self, path, token=None):
        """Status and body of one GET."""
        request = urllib.request.Request(self.base + path)
        if token:
            request.add_header("authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


def migrate(binary, url):
    """Brings a database to the newest schema."""
    environment = {**os.environ, "PITLANE__DATABASE__URL": url, "PITLANE__LOG__LEVEL": "warn"}
    subprocess.run([binary, "migrate"], env=environment, check=True)
