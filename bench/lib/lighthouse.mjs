// node lighthouse.mjs ADDRESS [REFRESH_TOKEN]: one mobile run of Lighthouse in a browser that is signed in by the cookie,
// if a token is given. Prints the scores, and what the first load fetched, as one line of JSON.
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../../e2e/package.json", import.meta.url));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const lighthouse = (await load("lighthouse")).default;
const { chromium } = require("@playwright/test");

const [address, token] = process.argv.slice(2);
const port = await new Promise((resolve) => {
  const listener = createServer().listen(0, "127.0.0.1", () => {
    const free = listener.address().port;
    listener.close(() => resolve(free));
  });
});
const profile = mkdtempSync(join(tmpdir(), "pitlane-bench-browser."));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", `--remote-debugging-port=${port}`],
});
try {
  if (token) {
    const { origin } = new URL(address);
    await browser.addCookies([{ name: "pitlane_refresh", value: token, url: `${origin}/api/v1/auth`, httpOnly: true, sameSite: "Strict" }]);
    // the app asks with the cookie only where it remembers that somebody signed in; this page brings none of its files along
    const page = await browser.newPage();
    await page.goto(`${origin}/robots.txt`);
    await page.evaluate(() => localStorage.setItem("pitlane.was-signed-in", "yes"));
    await page.close();
  }
  const { lhr } = await lighthouse(address, {
    port, logLevel: "error", disableStorageReset: Boolean(token), onlyCategories: ["performance", "accessibility", "best-practices"],
  });
  const percent = (category) => Math.round((lhr.categories[category].score ?? 0) * 100);
  const fetched = lhr.audits["network-requests"].details?.items ?? [];
  // what counts against a score, so that a missed bar explains itself
  const failed = Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 0.9)
    .map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ""}`.trim());
  console.log(JSON.stringify({
    at: lhr.finalDisplayedUrl, performance: percent("performance"), accessibility: percent("accessibility"),
    practices: percent("best-practices"), failed,
    fetched: fetched.map(({ url, transferSize, resourceType }) => ({ path: new URL(url).pathname, bytes: transferSize ?? 0, type: resourceType })),
  }));
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
