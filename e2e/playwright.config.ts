import { defineConfig, type ViewportSize } from "@playwright/test";
import { chromium } from "./support/browser.ts";

/** The two sizes that every journey is made at: a phone and a desktop. */
const sizes: Record<string, { viewport: ViewportSize; hasTouch?: boolean }> = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
};

export default defineConfig({
  testDir: "journeys",
  outputDir: "test-results",
  globalSetup: "./support/global-setup.ts",
  reporter: [["list"]],
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env.CI === "true",
  // A journey that passes at the second try is a journey that fails.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    locale: "en-US",
    timezoneId: "America/Chicago",
    launchOptions: chromium,
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  projects: Object.entries(sizes).map(([name, use]) => ({ name, use })),
});
