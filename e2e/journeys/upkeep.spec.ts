import { expectFaultless } from "../support/accessibility.ts";
import { press } from "../support/keyboard.ts";
import { customer, finishedSession, mechanic, workshop } from "../support/people.ts";
import { approvedQuote } from "../support/quotes.ts";
import { expect, type Page, test } from "../support/test.ts";

const item = (page: Page, name: string) => page.getByRole("list", { name: "Service" }).getByRole("listitem").filter({ hasText: name });

test("a provider says what a customer's vehicle needs, and its owner reads it", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const { repair_id: repair } = await approvedQuote(who, by, await finishedSession(who, by));
  const olga = await world.open(by, `/provider/repairs/${repair}`);
  await press(olga, olga.getByRole("link", { name: "Service intervals" }));
  await expect(olga.getByRole("heading", { level: 1, name: "Service of the 2019 Subaru Outback" })).toBeFocused();
  await expect(olga.getByText(/^The usual intervals are those that most makers/)).toBeVisible();
  await expect(item(olga, "Brake fluid")).toContainText("every 24 months · usual interval");
  await expectFaultless(olga);
  await press(olga, olga.getByRole("button", { name: "Change: Brake fluid" }));
  await olga.getByLabel(/^Every so many months/).fill("1000");
  await olga.getByLabel(/^Last done on/).fill("2026-01-15");
  await olga.getByRole("button", { name: "Save" }).click();
  await expect(olga.getByLabel(/^Every so many months/)).toHaveAttribute("aria-invalid", "true");
  await expectFaultless(olga);
  await olga.getByLabel(/^Every so many months/).fill("36");
  await olga.getByRole("button", { name: "Save" }).click();
  await expect(olga.getByText("Saved.", { exact: true })).toBeVisible();
  await expect(item(olga, "Brake fluid")).toContainText("every 36 months · set by a workshop");

  const mia = await world.open(who, "/vehicles");
  await mia.getByRole("link", { name: "Service of your 2019 Subaru Outback" }).click();
  await expect(item(mia, "Brake fluid")).toContainText("every 36 months · set by your workshop");
  await mia.getByRole("button", { name: "Change: Brake fluid" }).click();
  await mia.getByLabel(/^Every so many months/).fill("30");
  await mia.getByRole("button", { name: "Save" }).click();
  await expect(item(mia, "Brake fluid")).toContainText("every 30 months");
  await expectFaultless(mia);
  await olga.reload();
  await expect(item(olga, "Brake fluid")).toContainText("every 30 months · set by the owner");

  const stranger = await world.open(await mechanic(world.api, "Sam Ortega"), `/provider/vehicles/${who.vehicleId}`);
  await expect(stranger.getByText("This could not be loaded")).toBeVisible();
});
