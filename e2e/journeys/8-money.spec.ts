import { expectFaultless } from "../support/accessibility.ts";
import { CARDS, payWith } from "../support/customer.ts";
import { customer, finishedSession, mechanic } from "../support/people.ts";
import { approvedQuote, sum } from "../support/quotes.ts";
import { staff } from "../support/staff.ts";
import { expect, type Page, test } from "../support/test.ts";

/** A picture to look at, where somebody wants pictures. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PITLANE_E2E_PICTURES;
  if (!folder) return;
  const width = page.viewportSize()?.width ?? 0;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
  }
}

test("a provider sets payouts up, and a customer keeps a card and pays with it again", async ({ world }) => {
  test.slow();
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const session = await finishedSession(who, by);

  const sam = await world.open(by, "/provider/balance");
  await expect(sam.getByText("Not set up")).toBeVisible();
  await expectFaultless(sam);
  await picture(sam, "balance-none");
  await sam.getByRole("button", { name: "Set up payouts" }).click();
  await expect(sam).toHaveURL(/payouts=done/);
  await expect(sam.getByText("Set up", { exact: true })).toBeVisible({ timeout: 20_000 });
  await expectFaultless(sam);
  await picture(sam, "balance-ready");

  const { repair_id: repair } = await approvedQuote(who, by, session);
  const mia = await world.open(who, `/repairs/${repair}`);
  await mia.getByLabel("Keep this card for next time").check();
  await payWith(mia, CARDS.good);
  await expect(sum(mia, "Left to pay", "$420.62").first()).toBeVisible();
  const kept = mia.getByRole("radio", { name: /Visa ending in 4242/ });
  await expect(kept).toBeChecked();
  await expect(mia.getByLabel("Card number")).toHaveCount(0);
  await expectFaultless(mia);
  await picture(mia, "kept-card");
  await mia.getByRole("radio", { name: "Another card" }).check();
  await expect(mia.getByLabel("Card number")).toBeVisible();
  await picture(mia, "another-card");
  await kept.check();
  await mia.getByRole("button", { name: /^Pay \$/ }).click();
  await expect(sum(mia, "Left to pay", "$0.00").first()).toBeVisible();
});

test("staff reads the revenue of days of their choice and saves it", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await finishedSession(who, by);
  const page = await staff(world);
  await expect(page.getByRole("table", { name: "Revenue" })).toBeVisible();
  await expectFaultless(page);
  await picture(page, "revenue");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  expect((await saved).suggestedFilename()).toBe("revenue.csv");
  await page.getByLabel(/^First day/).fill("2020-01-01");
  await page.getByLabel(/^Last day/).fill("2019-01-01");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByText("The last day is before the first.")).toBeVisible();
  await page.getByLabel(/^Last day/).fill("2020-02-01");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/from=2020-01-01&until=2020-02-01/);
  await expect(page.getByText("Nothing was booked in this time")).toBeVisible();
});
