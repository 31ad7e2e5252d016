import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** Where the global set-up leaves the database that every server starts with. */
export const SEED = "PITLANE_E2E_SEED";

function binary(): string {
  return process.env.PITLANE_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/pitlane");
}

/** The settings of a server of the tests, whose files are all below `home`. */
export function settings(home: string, port: number): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PITLANE__HTTP__BIND: `127.0.0.1:${port}`,
    PITLANE__HTTP__PUBLIC_URL: `http://127.0.0.1:${port}`,
    PITLANE__HTTP__WORKERS: "1",
    PITLANE__DATABASE__URL: `sqlite://${join(home, "pitlane.sqlite")}?mode=rwc`,
    PITLANE__FILES__DIR: join(home, "files"),
    PITLANE__WEB__DIR: process.env.PITLANE_WEB ?? join(root, "dist"),
    PITLANE__DEMO__SHOW_OUTBOX: "true",
    PITLANE__LIMITS__ENABLED: "false",
    PITLANE__LOG__LEVEL: "warn",
    PITLANE__LOG__JSON: "false",
  };
}

/** Runs one command of the binary to its end and returns what it printed. */
export function pitlane(home: string, ...command: string[]): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(binary(), command, { env: settings(home, 1), stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (text) => (output += text));
    child.on("error", fail);
    child.on("exit", (code) =>
      code === 0 ? done(output) : fail(new Error(`pitlane ${command.join(" ")} ended with ${code}`)),
    );
  });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().on("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}

/** A running Pitlane with a database of its own, a copy of the seeded one. */
export class Server {
  readonly url: string;

  private constructor(
    private readonly home: string,
    private readonly port: number,
    private child: ChildProcess,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<Server> {
    const home = mkdtempSync(join(tmpdir(), "pitlane-e2e."));
    const seed = process.env[SEED];
    if (seed) cpSync(seed, home, { recursive: true });
    const port = await freePort();
    const server = new Server(home, port, Server.launch(home, port));
    await server.ready();
    return server;
  }

  private static launch(home: string, port: number): ChildProcess {
    const log = openSync(join(home, "server.log"), "a");
    return spawn(binary(), ["serve"], { env: settings(home, port), stdio: ["ignore", log, log] });
  }

  private async ready(): Promise<void> {
    const until = Date.now() + 30_000;
    while (Date.now() < until && this.child.exitCode === null) {
      const answer = await fetch(`${this.url}/healthz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((again) => setTimeout(again, 50));
    }
    throw new Error(`The server did not start:\n${this.log()}`);
  }

  /** What the server wrote. */
  log(): string {
    return readFileSync(join(this.home, "server.log"), "utf8");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((done) => this.child.once("exit", done));
    this.child.kill(signal);
    await ended;
  }

  /** Ends the process at once, as a crash would, and starts it again on the same database and port. */
  async crashAndRestart(): Promise<void> {
    await this.end("SIGKILL");
    this.child = Server.launch(this.home, this.port);
    await this.ready();
  }

  /** Stops the server and removes everything it wrote. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
    rmSync(this.home, { recursive: true, force: true });
  }
}
