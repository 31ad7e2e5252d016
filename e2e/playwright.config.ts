import { defineConfig } from "@playwright/test";
import { chromium } from "./support/browser.ts";

/** How much longer everything may take, for a machine that is busy with other things. */
const patience = Number(process.env.PITLANE_E2E_PATIENCE ?? 1);

export default defineConfig({
  testDir: "journeys",
  outputDir: "test-results",
  globalSetup: "./support/global-setup.ts",
  reporter: [["list"]],
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // A journey that passes at the second try is a journey that fails.
  retries: 0,
  timeout: 60_000 * patience,
  expect: { timeout: 10_000 * patience },
  use: {
    locale: "en-US",
    timezoneId: "America/Chicago",
    launchOptions: chromium,
    actionTimeout: 10_000 * patience,
    // a service worker would answer for the server in tests that look at what the server answers
    serviceWorkers: "block",
    screenshot: "only-on-failure",
    trace: process.env.PITLANE_E2E_TRACE ? "retain-on-failure" : "off",
  },
  // The two sizes that every journey is made at.
  projects: [
    { name: "phone", use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
    { name: "desktop", use: { viewport: { width: 1280, height: 800 } } },
  ],
});
