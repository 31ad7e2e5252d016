import type { Locator } from "@playwright/test";
import { expectFaultless } from "../support/accessibility.ts";
import { CARDS, payWith } from "../support/customer.ts";
import { amountsOf, textOf } from "../support/pdf.ts";
import { customer, finishedSession, workshop } from "../support/people.ts";
import { look } from "../support/picture.ts";
import { approvedQuote, paid, sum, type Quote } from "../support/quotes.ts";
import { expect, test } from "../support/test.ts";

/** What a receipt says, as far as this test looks at it. */
interface Receipt {
  parts: { lines: { kind: string; total_cents: number }[]; subtotal_cents: number; discount_cents: number; tax_cents: number; total_cents: number }[];
  payments: { amount_cents: number; refunded_cents: number; fee_rule: string }[];
  total_cents: number;
  paid_cents: number;
  refunded_cents: number;
  due_cents: number;
}

/** The amounts that stand in a place, in their order. */
const amounts = async (place: Locator): Promise<number[]> => amountsOf((await place.allInnerTexts()).join("\n"));

const total = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);

test("journey 8: the receipt adds up after a partial approval with a discount, and says on paper the same", async ({ world }) => {
  test.slow();
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const lines = [
    { kind: "labor", title: "Replace the front pads", quantity_thousandths: 2_345, unit_cents: 12_000 },
    { kind: "part", title: "Front brake pads", quantity_thousandths: 2_000, unit_cents: 6_495, taxable: true, part_condition: "new" },
    { kind: "labor", title: "Flush the brake fluid", quantity_thousandths: 1_000, unit_cents: 8_000 },
    { kind: "discount", title: "Winter offer", quantity_thousandths: 1_000, unit_cents: 2_500, taxable: true },
  ];
  const session = await finishedSession(who, by);
  const draft = await by.api.post<Quote & { lines: { id: string }[] }>("/quotes", { session_id: session, tax_bps: 825, warranty_months: 12, lines });
  await by.api.post(`/quotes/${draft.id}/send`);
  const line_ids = draft.lines.slice(0, 2).map((line) => line.id);
  const quote = await who.api.post<Quote>(`/customer/quotes/${draft.id}/approve`, { typed_name: who.name, line_ids });
  const repair = quote.repair_id ?? "";
  const payment = await paid(who, repair);
  await by.api.post(`/payments/${payment}/refunds`, { amount_cents: 1_234, reason: "Goodwill" });

  const mia = await world.open(who, `/repairs/${repair}`);
  const part = mia.getByRole("group", { name: `Quote ${quote.number}` });
  const money = mia.getByRole("group", { name: "Payments" });
  await expect(money.getByText("Refunded", { exact: true })).toBeVisible();
  const receipt = await who.api.get<Receipt>(`/customer/repairs/${repair}/receipt`);
  const [only] = receipt.parts;
  if (!only) throw new Error("The receipt has no part.");
  expect(only.discount_cents).toBeGreaterThan(0);
  expect(only.discount_cents, "of the discount only its share counts").toBeLessThan(2_500);

  const shown = await amounts(part.locator(".order-line .sum"));
  const [subtotal, discount, tax, whole] = await amounts(part.locator(".totals dd"));
  expect(shown).toEqual(only.lines.filter((line) => line.kind !== "discount").map((line) => line.total_cents));
  expect([subtotal, discount, tax, whole]).toEqual([only.subtotal_cents, -only.discount_cents, only.tax_cents, only.total_cents]);
  expect(total(shown)).toBe(subtotal);
  expect((subtotal ?? 0) + (discount ?? 0) + (tax ?? 0)).toBe(whole);
  await expect(part.getByText("Discount: Winter offer")).toBeVisible();

  const figures = await amounts(money.locator("dd"));
  const charge = receipt.payments.flatMap((it) => [it.amount_cents, -it.refunded_cents]);
  expect(figures).toEqual([...charge, receipt.total_cents, receipt.paid_cents, -receipt.refunded_cents, receipt.due_cents]);
  expect(whole).toBe(receipt.total_cents);
  expect(charge).toEqual([receipt.total_cents, -1_234]);
  await expect(money.getByText(`Platform fee rule ${receipt.payments[0]?.fee_rule}`)).toBeVisible();
  await expectFaultless(mia);
  await look(mia, "receipt");

  const saving = mia.waitForEvent("download");
  await mia.getByRole("button", { name: "Download receipt" }).click();
  const paper = await textOf(await bytes(await (await saving).createReadStream()));
  const onPaper = amountsOf(paper).filter((cents) => !lines.some((line) => line.unit_cents === cents));
  expect(onPaper).toEqual([...shown, subtotal, discount, tax, whole, ...figures]);
  expect(paper).toContain(receipt.payments[0]?.fee_rule);
});

/** All of a stream. */
async function bytes(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

test("journey 8: a customer pays in amounts of their own, and the workshop gives a part back", async ({ world }) => {
  test.slow();
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const { repair_id: repair } = await approvedQuote(who, by, await finishedSession(who, by));
  const mia = await world.open(who, `/repairs/${repair}`);
  await mia.getByRole("radio", { name: "Another amount" }).check();
  await expect(mia.getByLabel("Card number")).toBeHidden();
  await mia.getByLabel("How much").fill("520.63");
  await mia.getByLabel("How much").blur();
  await expect(mia.getByText("Enter an amount above zero and up to $520.62.")).toBeVisible();
  await expectFaultless(mia);
  await look(mia, "another-amount");
  await mia.getByLabel("How much").fill("120.50");
  await expect(mia.getByRole("button", { name: "Pay $120.50" })).toBeVisible();
  await payWith(mia, CARDS.good);
  await expect(sum(mia, "Left to pay", "$400.12").first()).toBeVisible();

  const olga = await world.open(by, `/provider/repairs/${repair}`);
  const payments = olga.getByRole("region", { name: "Payments" });
  await expect(payments.getByText("Part payment")).toBeVisible();
  await expect(payments.getByText(/Pitlane keeps \$12\.05\. Platform fee rule [0-9a-f-]{36} v1/)).toBeVisible();
  await payments.getByRole("button", { name: "Refund: payment of $120.50" }).press("Enter");
  const dialog = olga.getByRole("dialog", { name: "Give money back?" });
  await expect(dialog.getByRole("button", { name: "Refund $120.50" })).toBeVisible();
  await dialog.getByRole("radio", { name: "A part of it" }).check();
  await dialog.getByLabel("Amount").fill("120.51");
  await dialog.getByRole("button", { name: "Refund", exact: true }).click();
  await expect(dialog.getByText("Enter an amount above zero and up to $120.50.")).toBeVisible();
  await expect(dialog.getByText("Fill this in.")).toBeVisible();
  await expect(dialog.getByLabel("Amount")).toBeFocused();
  await expectFaultless(olga);
  await look(olga, "refund");
  await dialog.getByLabel("Amount").fill("20.5");
  await dialog.getByLabel("Why").fill("The flush was not needed.");
  await dialog.getByRole("button", { name: "Refund $20.50" }).press("Enter");
  await expect(olga.getByText("The money is on its way back.")).toBeVisible();
  await expect(payments.getByText("The flush was not needed.")).toBeVisible();
  await expect(payments.getByText("Refunded", { exact: true })).toBeVisible();
  await expect(payments.getByText(/Pitlane keeps \$10\.00\./)).toBeVisible();
  await expectFaultless(olga);
  await look(olga, "provider-repair");
  await expect(sum(mia, "Refunded", "$20.50").first()).toBeVisible();

  const saving = olga.waitForEvent("download");
  await olga.getByRole("button", { name: "Download everything" }).click();
  expect((await saving).suggestedFilename()).toMatch(/^repair-Q-\d+\.zip$/);
});

test("journey 8: a workshop sees what a bank asked back, and cannot give it back meanwhile", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const { repair_id: repair } = await approvedQuote(who, by, await finishedSession(who, by));
  await paid(who, repair);
  const olga = await world.open(by, `/provider/repairs/${repair}`);
  const payments = olga.getByRole("region", { name: "Payments" });
  const refund = payments.getByRole("button", { name: /^Refund/ });
  await expect(refund).toHaveCount(1);
  for (const [dispute, word, ways] of [
    ["needs_response", "Disputed", 0],
    ["under_review", "Dispute under review", 0],
    ["lost", "Dispute lost", 0],
    ["won", "Dispute won", 1],
  ] as const) {
    await olga.route(`**/api/v1/repairs/${repair}`, async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      body.payments[0].dispute = dispute;
      await route.fulfill({ response, json: body });
    });
    await olga.reload();
    await expect(payments.getByText(word, { exact: true })).toBeVisible();
    await expect(refund).toHaveCount(ways);
    await olga.unroute(`**/api/v1/repairs/${repair}`);
    if (dispute === "needs_response") {
      await expectFaultless(olga);
      await look(olga, "dispute");
    }
  }
});
