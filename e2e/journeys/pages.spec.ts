import { expect, expectAccessible, test } from "../support/test.ts";

const PUBLIC = ["/", "/mechanics", "/sign-in", "/sign-up", "/join", "/forgot-password", "/no-such-page"];

for (const path of PUBLIC) {
  test(`anyone can read ${path}`, async ({ page, picture }) => {
    await page.goto(path);

    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page).toHaveTitle(/Pitlane/);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wider, "nothing sticks out to the right").toBe(false);
    await expectAccessible(page);
    await picture(page, `public${path.replaceAll("/", "-")}`);
  });
}
