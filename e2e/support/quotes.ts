import { expect, type Locator, type Page } from "@playwright/test";
import type { Customer, Mechanic } from "./people.ts";

/** A quote as far as these tests look at it. */
export interface Quote {
  id: string;
  number: string;
  total_cents: number;
  repair_id?: string;
}

/** Labor 300.00, pads 129.90 and a fluid flush 80.00, the part taxed at 8.25%: 520.62 in all. */
const BRAKES = [
  { kind: "labor", title: "Replace the front pads", quantity_thousandths: 2_500, unit_cents: 12_000, severity: "unsafe" },
  { kind: "part", title: "Front brake pads", quantity_thousandths: 2_000, unit_cents: 6_495, taxable: true, part_condition: "new", severity: "unsafe" },
  { kind: "labor", title: "Flush the brake fluid", quantity_thousandths: 1_000, unit_cents: 8_000, severity: "later" },
];

/** A draft of `by` for the brakes, from a finished session. */
export function draftQuote(by: Mechanic, session: string): Promise<Quote> {
  return by.api.post<Quote>("/quotes", {
    session_id: session,
    tax_bps: 825,
    deposit_cents: 10_000,
    warranty_months: 12,
    warranty_miles: 12_000,
    lines: BRAKES,
  });
}

/** A quote that the customer was sent. */
export async function sentQuote(by: Mechanic, session: string): Promise<Quote> {
  const { id } = await draftQuote(by, session);
  return by.api.post<Quote>(`/quotes/${id}/send`);
}

/** A quote that the customer approved whole; it has a repair. */
export async function approvedQuote(who: Customer, by: Mechanic, session: string): Promise<Quote & { repair_id: string }> {
  const { id } = await sentQuote(by, session);
  const quote = await who.api.post<Quote>(`/customer/quotes/${id}/approve`, { typed_name: who.name });
  return { ...quote, repair_id: quote.repair_id ?? "" };
}

/** One line of the editor, from 1. */
export const editorLine = (page: Page, n: number): Locator => page.getByRole("listitem", { name: `Line ${n}`, exact: true });

/** Says that the server has what was typed. */
export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
}

/** Chooses on one line of the order sheet. */
export async function choose(page: Page, title: string, choice: "Approve" | "Decline"): Promise<void> {
  await page.getByRole("radiogroup", { name: `Your choice: ${title}` }).getByRole("radio", { name: choice }).check();
}

/** A column of the board. */
export const column = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

/** The timeline of a repair. */
export const repairTimeline = (page: Page): Locator => page.getByRole("list", { name: "What happened when" });

/** One of the sums on the page. */
export const sum = (page: Page, name: string, amount: string): Locator =>
  page.locator(".totals > div").filter({ has: page.getByText(name, { exact: true }) }).getByText(amount, { exact: true });

/** Brings a repair to its end. */
export async function completed(by: Mechanic, repair: string): Promise<void> {
  for (const status of ["in_progress", "ready", "completed"]) await by.api.patch(`/repairs/${repair}/status`, { status });
}

/** Pays everything that is left with a good card and waits for the charge; answers the payment's id. */
export async function paid(who: Customer, repair: string): Promise<string> {
  const made = await who.api.post<{ payment: { id: string; gateway_id: string; client_secret: string } }>(
    `/customer/repairs/${repair}/payment-intent`,
    { part: "rest" },
  );
  const platform = await who.api.get<{ sandbox_url: string }>("/platform");
  const sandbox = platform.sandbox_url.replace(/^https?:\/\/[^/]+/, "");
  const { id, gateway_id, client_secret } = made.payment;
  await who.api.post(`${sandbox}/intents/${gateway_id}/confirm`, { client_secret, number: "4242424242424242", expiry: "12/34", cvc: "123" });
  await expect
    .poll(async () => (await who.api.get<{ account: { charged_cents: number } }>(`/customer/repairs/${repair}`)).account.charged_cents, {
      message: "the payment arrives",
      intervals: [50, 50, 100, 200],
    })
    .toBeGreaterThan(0);
  return id;
}
