import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "../support/test.ts";

const images = resolve(import.meta.dirname, "../../docs/images");
const PASSWORD = "pitlane-demo-2026";

test("the dashboard for the README, from the demo's data", async ({ demo }, info) => {
  expect(demo.server.printed).toContain(PASSWORD);
  const marek = { email: "marek@pitlane.example", password: PASSWORD, refresh_token_in_body: true };
  const tokens = await demo.api.post<{ access_token: string }>("/provider/login", marek);
  await demo.api.as(tokens.access_token).post("/mechanic/presence", { online: true });
  const page = await demo.open({ email: "dana@pitlane.example", role: "customer" }, "/dashboard", {}, PASSWORD);
  await expect(page.getByRole("list", { name: "Favorites" })).toContainText("Available");
  await expect(page.getByRole("list", { name: "Service history" })).toBeVisible();
  mkdirSync(images, { recursive: true });
  if (info.project.name === "desktop") await page.screenshot({ path: join(images, "dashboard.png"), animations: "disabled" });
});
