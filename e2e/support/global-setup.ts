import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pitlane, SEED } from "./server.ts";

/** Makes the demo's database once; every server of the run starts with a copy of it. */
export default async function setUp(): Promise<() => void> {
  const home = mkdtempSync(join(tmpdir(), "pitlane-e2e-seed."));
  process.env[SEED] = home;
  await pitlane(home, "seed", "--demo");
  return () => rmSync(home, { recursive: true, force: true });
}
