import { expectFaultless } from "../support/accessibility.ts";
import { keepFavorites } from "../support/customer.ts";
import {
  accept,
  book,
  customer,
  favorite,
  finishedSession,
  liveSession,
  mechanic,
  PASSWORD,
  type Customer,
  type Mechanic,
} from "../support/people.ts";
import { approvedQuote, draftQuote, sentQuote } from "../support/quotes.ts";
import { expect, type Page, test, type World } from "../support/test.ts";

/** A page is there when its heading is, and when nothing is being loaded any more. */
async function look(page: Page, path: string): Promise<void> {
  await test.step(path, async () => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator(".skeleton, main [aria-busy=true]")).toHaveCount(0);
    await expectFaultless(page);
  });
}

async function people(world: World): Promise<{ who: Customer; by: Mechanic }> {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await favorite(who, by);
  return { who, by };
}

test("pages that anyone can read", async ({ world }) => {
  test.slow();
  const { by } = await people(world);
  const page = await world.visitor();
  const paths = ["/", "/sign-in", "/sign-up", "/join", "/forgot-password", "/reset-password", "/reset-password?token=x"];
  paths.push("/verify-email", "/verify-email?token=x", "/invitations/accept?token=x", "/outbox", "/mechanics", "/fees", "/staff/sign-in");
  paths.push("/mechanics?text=nobody-has-this-name", `/mechanics/${by.mechanicId}`, "/no-such-page");
  for (const path of paths) await look(page, path);
});

test("forms with mistakes in them, and a mail that is open", async ({ world }) => {
  await people(world);
  const page = await world.visitor();
  await page.goto("/sign-up");
  await page.getByLabel("E-mail").fill("not an address");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  await expectFaultless(page);
  await page.goto("/join");
  await page.getByRole("radio", { name: /^With a workshop/ }).check();
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Workshop name")).toHaveAttribute("aria-invalid", "true");
  await expectFaultless(page);
  await page.goto("/outbox");
  await page.getByRole("list", { name: "Demo outbox" }).getByRole("button").first().click();
  await page.getByRole("button", { name: "As text" }).click();
  await expectFaultless(page);
});

test("pages of a customer who just came", async ({ world }) => {
  const who = await customer(world.api, "Noor Haddad");
  const page = await world.open(who, "/dashboard");
  const paths = ["/dashboard", "/requests", "/quotes", "/vehicles", "/settings", "/book", "/sign-in", "/provider"];
  for (const path of paths) await look(page, path);
});

test("pages of a customer with history, and a request at each of its stages", async ({ world }) => {
  test.slow();
  const { who, by } = await people(world);
  const done = await finishedSession(who, by);
  const live = await liveSession(who, by, "A second thing.");
  await by.api.post(`/sessions/${live}/end`);
  const page = await world.open(who, "/dashboard");
  const target = `kind=independent&provider=${by.mechanicId}`;
  for (const path of ["/dashboard", "/requests", "/vehicles", "/mechanics", `/mechanics/${by.mechanicId}`]) await look(page, path);
  for (const step of ["vehicle", "problem", "service", "pay"]) await look(page, `/book?${target}&step=${step}`);
  await look(page, `/sessions/${done}/summary`);
  await look(page, `/sessions/${live}/summary`);
  await look(page, `/sessions/${done}`);
  const request = await book(who, { preferred: by });
  await look(page, `/requests/${request}`);
  await look(page, `/requests/${request}/pay`);
  const session = await accept(by, request);
  await look(page, `/requests/${request}`);
  await look(page, `/sessions/${session}`);
  await by.api.post(`/sessions/${session}/cancel`);
  await look(page, `/sessions/${session}`);
  await look(page, `/requests/${request}`);
  await who.api.post(`/session-requests/${request}/cancel`);
  await look(page, `/requests/${request}`);
});

test("questions that are asked in dialogs", async ({ world }) => {
  const { who, by } = await people(world);
  const page = await world.open(who, "/dashboard");
  const ask = async (open: () => Promise<void>) => {
    await open();
    await expect(page.getByRole("dialog").getByRole("heading")).toBeVisible();
    await expectFaultless(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  };
  const again = page.getByRole("button", { name: `Book ${by.name} again` });
  await ask(() => again.click());
  await by.api.post("/mechanic/presence", { online: false });
  await ask(() => again.click());
  const request = await book(who, { preferred: by, wait: true });
  await page.goto(`/requests/${request}`);
  await ask(() => page.getByRole("button", { name: "Ask everybody now" }).click());
  await ask(() => page.getByRole("button", { name: "Cancel the request" }).click());
  await page.goto("/vehicles");
  await ask(() => page.getByRole("button", { name: /^Remove/ }).first().click());
  await page.goto("/settings");
  await ask(() => page.getByRole("button", { name: "Close my account" }).click());
  await keepFavorites(page);
  await expect(again).toBeVisible();
  await by.api.delete("/me", { password: PASSWORD });
  await ask(() => again.click());
});

test("pages of a mechanic", async ({ world }) => {
  test.slow();
  const { who, by } = await people(world);
  const page = await world.open(by, "/provider");
  for (const path of ["/provider", "/provider/offers", "/provider/sessions", "/provider/balance", "/settings"]) await look(page, path);
  const done = await finishedSession(who, by);
  const ended = await liveSession(who, by);
  await by.api.post(`/sessions/${ended}/end`);
  const request = await book(who, { preferred: by });
  for (const path of ["/provider", "/provider/offers"]) await look(page, path);
  await page.getByRole("button", { name: /^Decline/ }).click();
  await expect(page.getByRole("dialog").getByRole("heading")).toBeVisible();
  await expectFaultless(page);
  const session = await accept(by, request);
  await look(page, `/sessions/${session}`);
  await page.getByRole("button", { name: "Cancel the session" }).click();
  await expect(page.getByRole("dialog").getByRole("heading")).toBeVisible();
  await expectFaultless(page);
  await by.api.post(`/sessions/${session}/start`);
  await look(page, `/sessions/${session}`);
  await look(page, "/provider/sessions");
  await look(page, `/provider/sessions/${ended}/summary`);
  await page.getByRole("button", { name: "Add a part" }).click();
  await page.getByRole("button", { name: "Hand it over" }).click();
  await expect(page.getByLabel("Findings")).toHaveAttribute("aria-invalid", "true");
  await expectFaultless(page);
  await look(page, `/provider/sessions/${done}/summary`);
  await look(page, `/sessions/${done}/summary`);
});

test("pages of quotes and repairs", async ({ world }) => {
  const { who, by } = await people(world);
  const page = await world.open(by, "/provider/quotes");
  for (const path of ["/provider/quotes", "/provider/quotes/new", "/provider/repairs"]) await look(page, path);
  const session = await finishedSession(who, by);
  const draft = await draftQuote(by, session);
  const sent = await sentQuote(by, session);
  const approved = await approvedQuote(who, by, session);
  for (const quote of [draft, sent, approved]) await look(page, `/provider/quotes/${quote.id}`);
  for (const path of ["/provider/quotes", "/provider/repairs", `/provider/repairs/${approved.repair_id}`]) await look(page, path);
  const mia = await world.open(who, "/quotes");
  const paths = ["/dashboard", "/quotes", "/declined-lines", `/quotes/${sent.id}`, `/quotes/${approved.id}`, `/repairs/${approved.repair_id}`];
  for (const path of paths) await look(mia, path);
});

test("pages of a workshop's owner", async ({ world }) => {
  const email = "owner@example.com";
  await world.api.post("/provider/register", {
    email,
    password: PASSWORD,
    name: "Ines Prado",
    provider_type: "workshop",
    workshop_name: "Prado & Daughters",
    specialties: ["engines"],
    years_experience: 20,
  });
  const page = await world.open({ email, role: "provider" }, "/provider");
  for (const path of ["/provider", "/provider/team", "/settings"]) await look(page, path);
  const status = await page.getByRole("link", { name: "Pitlane" }).first().getAttribute("href");
  expect(status).toBe("/provider");
});
