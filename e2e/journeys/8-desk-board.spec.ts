import { expectFaultless } from "../support/accessibility.ts";
import { type Customer, customer, finishedSession, type Mechanic, workshop } from "../support/people.ts";
import { look } from "../support/picture.ts";
import { approvedQuote, column, completed } from "../support/quotes.ts";
import { expect, test } from "../support/test.ts";

/** Repairs of the two that are agreed, the last one first. */
async function repairs(who: Customer, by: Mechanic, many: number): Promise<string[]> {
  const session = await finishedSession(who, by);
  const made: string[] = [];
  for (let n = 0; n < many; n += 1) made.unshift((await approvedQuote(who, by, session)).repair_id);
  return made;
}

test("journey 8: a long column is counted whole and read to its end, and cards still move", async ({ world }) => {
  test.slow();
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const [, second] = await repairs(who, by, 103);
  const olga = await world.open(by, "/provider/repairs");
  const received = column(olga, "Received");
  await expect(received.getByRole("heading")).toHaveText("Received 103");
  await expect(received.getByRole("listitem")).toHaveCount(20);
  for (const shown of [40, 60, 80, 100, 103]) {
    await received.getByRole("button", { name: "Show more: Received" }).press("Enter");
    await expect(received.getByRole("listitem")).toHaveCount(shown);
  }
  await expect(received.getByRole("button", { name: "Show more: Received" })).toHaveCount(0);

  const card = received.getByRole("listitem").nth(1);
  await expect(card.getByRole("link")).toHaveAttribute("href", `/provider/repairs/${second}`);
  await card.getByRole("button", { name: /^Start work/ }).focus();
  await olga.keyboard.press("Enter");
  await expect(column(olga, "In progress").getByRole("link", { name: /Mia Torres/ })).toBeFocused();
  await expect(column(olga, "In progress").getByRole("heading")).toHaveText("In progress 1");
  await expect(received.getByRole("heading")).toHaveText("Received 102");
  await expect(received.getByRole("listitem")).toHaveCount(102);

  await olga.route(/\/repairs\/[^/]+\/status/, (route) => route.abort());
  await column(olga, "In progress").getByRole("button", { name: /^Mark as ready/ }).click();
  await expect(column(olga, "In progress").getByRole("listitem")).toHaveCount(1);
  await expect(column(olga, "Ready").getByRole("heading")).toHaveText("Ready 0");
});

test("journey 8: which repairs are shown stands in the address, and finished ones are found again", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const olga = await world.open(by, "/provider/repairs");
  await expect(olga.getByText("No repairs under way")).toBeVisible();
  const [done, off, waits] = await repairs(who, by, 3);
  await completed(by, done ?? "");
  await by.api.patch(`/repairs/${off}/status`, { status: "cancelled" });
  await by.api.patch(`/repairs/${waits}/status`, { status: "in_progress" });
  await expect(column(olga, "In progress").getByRole("listitem")).toHaveCount(1);
  await expectFaultless(olga);
  await look(olga, "board");

  const filter = olga.getByRole("navigation", { name: "Show repairs" });
  await filter.getByRole("link", { name: "Completed 1" }).click();
  await expect(olga).toHaveURL(/\/provider\/repairs\?status=completed$/);
  const rows = olga.getByRole("list", { name: "Repairs" });
  await expect(rows.getByRole("link")).toHaveAttribute("href", `/provider/repairs/${done}`);
  await expect(filter.getByRole("link", { name: "Completed 1" })).toHaveAttribute("aria-current", "page");
  await expectFaultless(olga);
  await look(olga, "finished");
  await filter.getByRole("link", { name: "Called off 1" }).click();
  await expect(rows.getByRole("link")).toHaveAttribute("href", `/provider/repairs/${off}`);
  await filter.getByRole("link", { name: "Ready 0" }).click();
  await expect(olga.getByText("None of your repairs stands at: Ready.")).toBeVisible();
  await olga.goBack();
  await expect(rows.getByRole("link")).toHaveAttribute("href", `/provider/repairs/${off}`);
  await olga.reload();
  await expect(rows.getByRole("link")).toHaveAttribute("href", `/provider/repairs/${off}`);
  await filter.getByRole("link", { name: "Under way" }).click();
  await expect(column(olga, "In progress").getByRole("link", { name: /Mia Torres/ })).toHaveAttribute("href", `/provider/repairs/${waits}`);
});
