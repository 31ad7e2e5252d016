import { existsSync } from "node:fs";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env.CHROMIUM ?? places.find((place) => existsSync(place));
if (!executablePath) {
  throw new Error("No Chromium on this machine: ./dev e2e installs Debian's, or name one in CHROMIUM.");
}

/** How the system's own Chromium is started: no download, no sandbox (tests run as root), nothing but our server. */
export const chromium = {
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
