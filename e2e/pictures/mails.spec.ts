import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { mails, show, WORDS } from "../support/mails.ts";

const folder = resolve(import.meta.dirname, "../screenshots/mails");

test("every mail with usual, long and foreign words", async ({ page, isMobile }) => {
  test.slow();
  mkdirSync(folder, { recursive: true });
  const width = isMobile ? 360 : 640;
  await page.setViewportSize({ width, height: 400 });
  for (const [sort, words] of Object.entries(WORDS)) {
    const numbers: Record<string, number> = {};
    const all = await mails([words]);
    expect(all.length).toBeGreaterThan(30);
    for (const mail of all) {
      const number = (numbers[mail.kind] = (numbers[mail.kind] ?? 0) + 1);
      await show(page, mail.case.html);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(folder, `${mail.kind}_${number}-${sort}-${width}-${colorScheme}.png`), fullPage: true, scale: "css" });
      }
    }
  }
});
