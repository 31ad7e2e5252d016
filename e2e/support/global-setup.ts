import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary, pitlane, TEMPLATE, web } from "./server.ts";

/** Looks that everything is built, and makes the empty database that every server starts with a copy of. */
export default async function setUp(): Promise<() => void> {
  for (const file of [binary, join(web, "index.html")]) {
    if (!existsSync(file)) throw new Error(`${file} is not there: ./dev e2e builds everything first.`);
  }
  const home = mkdtempSync(join(tmpdir(), "pitlane-e2e-template."));
  process.env[TEMPLATE] = home;
  await pitlane(home, "migrate");
  return () => rmSync(home, { recursive: true, force: true });
}
