import { defineConfig } from "@playwright/test";
import journeys from "./playwright.config.ts";

/** Pictures of the pages for people to look at: `npx playwright test --config pictures.config.ts`. */
export default defineConfig({ ...journeys, testDir: "pictures" });
