import { expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { book, customer, finishedSession, link, liveSession, login, mail, mechanic, wish, workshop, type Customer, type Mechanic } from "./people.ts";
import { approvedQuote, completed, sentQuote } from "./quotes.ts";
import type { Page, World } from "./test.ts";

/** Every route of the app, as it is written there. */
export function routes(): string[] {
  const app = readFileSync(join(resolve(import.meta.dirname, "../.."), "web/src/app.rs"), "utf8");
  return [...app.matchAll(/<Route\s+path=path!\("([^"]+)"\)/g)].map(([, route]) => route ?? "");
}

/** Who opens a page. */
export type Reader = "visitor" | "customer" | "provider" | "staff";

/** A world in which every page has something to show. */
export interface Shown {
  who: Customer;
  by: Mechanic;
  profile: string;
  workshop: string;
  request: string;
  unpaid: string;
  session: string;
  unwritten: string;
  quote: string;
  quoteLink: string;
  repair: string;
  repairLink: string;
  review: string;
}

/** The link to a repair for somebody without an account. */
async function guestLink(world: World, by: Mechanic): Promise<string> {
  const email = "ruth.vega@example.com";
  const quote = await by.api.post<{ id: string }>("/quotes", {
    customer_email: email,
    customer_name: "Ruth Vega",
    vehicle: "2011 Honda Fit",
    lines: [{ kind: "labor", title: "Replace the front pads", quantity_thousandths: 2_500, unit_cents: 12_000 }],
  });
  await by.api.post(`/quotes/${quote.id}/send`);
  const token = link(await mail(world.api, email, /^Your quote from/), "/quote-links/").split("/").pop();
  const { repair_id } = await world.api.post<{ repair_id: string }>(`/quote-links/${token}/approve`, { typed_name: "Ruth Vega" });
  await by.api.patch(`/repairs/${repair_id}/status`, { status: "in_progress" });
  return new URL(link(await mail(world.api, email, /goes on/), "/repair-links/")).pathname;
}

/** Makes that world. Its clock is a day ahead afterwards, when reviews are asked for. */
export async function everything(world: World): Promise<Shown> {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const alone = await mechanic(world.api, "Sam Ortega", false);
  const session = await finishedSession(who, by);
  const unwritten = await liveSession(who, by, "A second thing.");
  await by.api.post(`/sessions/${unwritten}/end`);
  const sent = await sentQuote(by, session);
  const quoteLink = new URL(link(await mail(world.api, who.email, /Your quote from/), "/quote-links/")).pathname;
  const { repair_id: repair } = await approvedQuote(who, by, session);
  await completed(by, repair);
  const repairLink = await guestLink(world, by);
  const { items } = await world.api.get<{ items: { profile_id: string; provider_type: string }[] }>("/providers");
  const request = await book(who, { preferred: by });
  await world.server.end("SIGTERM");
  await world.server.run(24 * 60 + 5);
  const asked = new URL(link(await mail(world.api, who.email, /^How was/), "/reviews/")).pathname;
  const unpaid = (await wish({ ...who, api: await login(world.api, "customer", who.email) })).request.id;
  return {
    who,
    by,
    profile: alone.mechanicId,
    workshop: items.find(({ provider_type }) => provider_type === "workshop")?.profile_id ?? "",
    request,
    unpaid,
    session,
    unwritten,
    quote: sent.id,
    quoteLink,
    repair,
    repairLink,
    review: asked,
  };
}

type Address = (shown: Shown, page: Page) => string | Promise<string>;

const same = (reader: Reader, ...paths: string[]): [string, [Reader, Address]][] => paths.map((path) => [path, [reader, () => path]]);

/** The first message that staff finds. */
async function firstMessage(page: Page): Promise<string> {
  await page.goto("/admin/messages");
  const href = await page.getByRole("list", { name: "Sent messages" }).getByRole("link").first().getAttribute("href");
  expect(href).toMatch(/^\/admin\/messages\/[0-9a-f-]{36}$/);
  return href ?? "";
}

/** Every route of the app with somebody who may open it, and an address at which it shows something. */
export const PAGES = new Map<string, [Reader, Address]>([
  ...same("visitor", "/", "/sign-in", "/sign-up", "/join", "/forgot-password", "/mechanics", "/outbox", "/fees", "/staff/sign-in"),
  ["/reset-password", ["visitor", () => "/reset-password?token=x"]],
  ["/verify-email", ["visitor", () => "/verify-email?token=x"]],
  ["/invitations/accept", ["visitor", () => "/invitations/accept?token=x"]],
  ["/unsubscribe", ["visitor", () => "/unsubscribe?token=x"]],
  ["/mechanics/:id", ["visitor", ({ profile }) => `/mechanics/${profile}`]],
  ["/workshops/:id", ["visitor", ({ workshop }) => `/workshops/${workshop}`]],
  ["/quote-links/:token", ["visitor", ({ quoteLink }) => quoteLink]],
  ["/repair-links/:token", ["visitor", ({ repairLink }) => repairLink]],
  ...same("customer", "/book", "/requests", "/dashboard", "/quotes", "/declined-lines", "/vehicles", "/settings", "/settings/two-factor", "/settings/messages"),
  ...same("customer", "/notices"),
  ["/requests/:id", ["customer", ({ request }) => `/requests/${request}`]],
  ["/requests/:id/pay", ["customer", ({ unpaid }) => `/requests/${unpaid}/pay`]],
  ["/sessions/:id", ["customer", ({ session }) => `/sessions/${session}`]],
  ["/sessions/:id/summary", ["customer", ({ session }) => `/sessions/${session}/summary`]],
  ["/quotes/:id", ["customer", ({ quote }) => `/quotes/${quote}`]],
  ["/repairs/:id", ["customer", ({ repair }) => `/repairs/${repair}`]],
  ["/reviews/:id", ["customer", ({ review }) => review]],
  ["/vehicles/:id", ["customer", ({ who }) => `/vehicles/${who.vehicleId}`]],
  ...same("provider", "/provider", "/provider/offers", "/provider/sessions", "/provider/team", "/provider/quotes", "/provider/quotes/new"),
  ...same("provider", "/provider/repairs", "/provider/reviews", "/provider/balance"),
  ["/provider/sessions/:id/summary", ["provider", ({ unwritten }) => `/provider/sessions/${unwritten}/summary`]],
  ["/provider/quotes/:id", ["provider", ({ quote }) => `/provider/quotes/${quote}`]],
  ["/provider/repairs/:id", ["provider", ({ repair }) => `/provider/repairs/${repair}`]],
  ["/provider/vehicles/:id", ["provider", ({ who }) => `/provider/vehicles/${who.vehicleId}`]],
  ...same("staff", "/admin/revenue", "/admin/ledger", "/admin/fees", "/admin/fees/new", "/admin/messages", "/admin/messages/templates"),
  ["/admin/messages/templates/:kind", ["staff", () => "/admin/messages/templates/summary_ready"]],
  ["/admin/messages/:id", ["staff", (_, page) => firstMessage(page)]],
]);
