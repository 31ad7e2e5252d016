import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "../..");

/** Where the global set-up leaves the database that servers start with. */
export const TEMPLATE = "PITLANE_E2E_TEMPLATE";

/** The server, as it was built. */
export const binary = process.env.PITLANE_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/pitlane");

/** The browser app, as it was built. */
export const web = process.env.PITLANE_WEB ?? join(root, "dist");

/** The settings of a server whose files are all below `home`. */
function settings(home: string, port: number): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PITLANE__HTTP__BIND: `127.0.0.1:${port}`,
    PITLANE__HTTP__PUBLIC_URL: `http://127.0.0.1:${port}`,
    PITLANE__HTTP__WORKERS: "1",
    PITLANE__DATABASE__URL: `sqlite://${join(home, "pitlane.sqlite")}?mode=rwc`,
    PITLANE__FILES__DIR: join(home, "files"),
    PITLANE__WEB__DIR: web,
    PITLANE__DEMO__SHOW_OUTBOX: "true",
    PITLANE__LIMITS__ENABLED: "false",
    PITLANE__AUTH__ARGON2_MEMORY_KIB: "64",
    PITLANE__LOG__LEVEL: process.env.PITLANE_E2E_LOG ?? "warn",
    PITLANE__LOG__JSON: "false",
  };
}

/** Runs one command of the binary to its end; answers what it printed. */
export async function pitlane(home: string, ...command: string[]): Promise<string> {
  // some print a lot
  return (await promisify(execFile)(binary, command, { env: settings(home, 1), maxBuffer: 64 * 1024 * 1024 })).stdout;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}

/** Debian's library that moves the clock of a process. */
function faketime(): string {
  const places = readdirSync("/usr/lib").map((folder) => join("/usr/lib", folder, "faketime/libfaketimeMT.so.1"));
  const library = places.find((place) => existsSync(place));
  if (!library) throw new Error("The package faketime is not installed: ./dev test installs it.");
  return library;
}

/** A running Pitlane with a database of its own. */
export class Server {
  /** What the making of the demo's data printed: the log-ins. */
  printed = "";
  /** By how many minutes its clock is ahead. */
  ahead = 0;
  private child: ChildProcess | undefined;

  private constructor(
    private readonly home: string,
    private readonly port: number,
    private readonly more: Record<string, string>,
  ) {}

  /** Starts one on an empty database, or on the demo's data, with `more` settings, and waits until it answers. */
  static async start(data: "empty" | "demo", more: Record<string, string> = {}): Promise<Server> {
    const home = mkdtempSync(join(tmpdir(), "pitlane-e2e."));
    const template = process.env[TEMPLATE];
    if (template) cpSync(template, home, { recursive: true });
    const server = new Server(home, await freePort(), more);
    if (data === "demo") server.printed = await pitlane(home, "seed", "--demo");
    await server.run();
    return server;
  }

  /** Where it answers. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What it wrote. */
  get log(): string {
    return readFileSync(join(this.home, "server.log"), "utf8");
  }

  /** Makes an account of the platform's staff, as an operator does. */
  async admin(email: string, name: string, password: string): Promise<void> {
    const env = { ...settings(this.home, this.port), PITLANE_ADMIN_PASSWORD: password };
    await promisify(execFile)(binary, ["admin", "create", "--email", email, "--name", name], { env });
  }

  /** Starts the process, on the data that is there, with its clock ahead by `minutes`. */
  async run(minutes = 0): Promise<void> {
    this.ahead = minutes;
    const moved = { LD_PRELOAD: faketime(), FAKETIME: `+${minutes}m`, DONT_FAKE_MONOTONIC: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1" };
    const env = { ...settings(this.home, this.port), ...this.more, ...(minutes > 0 ? moved : {}) };
    const log = openSync(join(this.home, "server.log"), "a");
    const child = spawn(binary, ["serve"], { env, stdio: ["ignore", log, log] });
    this.child = child;
    while (!(await this.answers())) {
      if (child.exitCode !== null) throw new Error(`The server did not start:\n${this.log}`);
    }
  }

  private async answers(): Promise<boolean> {
    const answer = await fetch(`${this.url}/healthz`).catch(() => undefined);
    // the machine is shared with the server that starts: let it have its turn between two questions
    if (!answer) await new Promise((again) => setTimeout(again, 20));
    return answer?.ok ?? false;
  }

  /** Ends the process, as an operator would or at once as a crash would. The data stay. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  /** Ends the process and removes everything it wrote. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
    rmSync(this.home, { recursive: true, force: true });
  }
}
