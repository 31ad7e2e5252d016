import { CARDS, onRequestPage, payWith } from "../support/customer.ts";
import { offerOf, takeOffer } from "../support/mechanic.ts";
import { book, customer, favorite, finishedSession, liveSession, link, mail, mechanic, PASSWORD } from "../support/people.ts";
import { expectRoom, line, lines, write } from "../support/room.ts";
import { expect, signIn, test } from "../support/test.ts";

const LONG = `Motor läuft unrund, エンジンがおかしい, المحرك يهتز, 🚗💨 ${"very ".repeat(600)}long <b>story</b> & "quotes"`;

test("pressing Pay twice books once", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await finishedSession(who, by);
  const before = await who.api.get<{ items: unknown[] }>("/session-requests");
  const mia = await world.open(who, `/book?kind=independent&provider=${by.mechanicId}`);
  await mia.getByRole("button", { name: `Use this card: ${CARDS.good}` }).click();
  await mia.getByRole("button", { name: /^Pay \$/ }).dblclick();
  await onRequestPage(mia);
  await expect(mia.getByRole("heading", { level: 1, name: `Asking ${by.name}` })).toBeVisible();
  const after = await who.api.get<{ items: unknown[] }>("/session-requests");
  expect(after.items).toHaveLength(before.items.length + 1);
});

test("Back after paying does not pay again", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await finishedSession(who, by);
  await favorite(who, by);
  const mia = await world.open(who, "/dashboard");
  await mia.getByRole("button", { name: `Book ${by.name} again` }).click();
  await mia.getByRole("dialog").getByRole("link", { name: "Continue" }).click();
  await payWith(mia, CARDS.good);
  const request = await onRequestPage(mia);
  await mia.goBack();
  await expect(mia.getByRole("heading", { level: 1, name: "Your dashboard" })).toBeVisible();
  await mia.goto(`/requests/${request}/pay`);
  await expect(mia.getByText("Paid", { exact: true })).toBeVisible();
  await expect(mia.getByLabel("Card number")).toHaveCount(0);
});

test("a request that was left before the payment is paid later from the dashboard", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await finishedSession(who, by);
  const mia = await world.open(who, `/book?kind=independent&provider=${by.mechanicId}`);
  await payWith(mia, CARDS.declined);
  await expect(mia.getByRole("alert").filter({ hasText: "declined" })).toBeVisible();
  await mia.goto("/dashboard");
  await mia.getByRole("link", { name: /^Finish payment/ }).click();
  await payWith(mia, CARDS.good);
  await onRequestPage(mia);
  await expect(mia.getByRole("heading", { level: 1, name: `Asking ${by.name}` })).toBeVisible();
});

test("two windows of the same person stay signed in and agree", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const session = await liveSession(who, by);
  const one = await world.open(who, `/sessions/${session}`);
  const two = await one.context().newPage();
  const three = await one.context().newPage();
  await Promise.all([two.goto(`/sessions/${session}`), three.goto("/dashboard"), one.reload()]);
  await expectRoom(one, by.name);
  await expectRoom(two, by.name);
  await expect(three.getByRole("heading", { level: 1, name: "Your dashboard" })).toBeVisible();
  await write(one, "From the first window.");
  await expect(line(two, "From the first window.")).toBeVisible();
  await Promise.all([one.reload(), two.reload(), three.reload()]);
  await expectRoom(one, by.name);
  await expectRoom(two, by.name);
  await expect(three.getByRole("heading", { level: 1, name: "Your dashboard" })).toBeVisible();
});

test("two windows of one mechanic cannot take a request twice", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const one = await world.open(by, "/provider/offers");
  const two = await one.context().newPage();
  await two.goto("/provider/offers");
  await book(who, { preferred: by, concern: "A smell of petrol." });
  await expect(offerOf(two, "A smell of petrol.")).toBeVisible();
  await takeOffer(one, "A smell of petrol.");
  await expectRoom(one, who.name);
  await expect(offerOf(two, "A smell of petrol.").getByRole("button", { name: /^Accept/ })).toHaveCount(0);
});

test("the faster of two mechanics wins, and the other one reads it", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const sam = await world.open(await mechanic(world.api, "Sam Ortega"), "/provider/offers");
  const ada = await world.open(await mechanic(world.api, "Ada Lind"), "/provider/offers");
  await book(who, { concern: "The horn does not sound." });
  await expect(offerOf(ada, "The horn does not sound.")).toBeVisible();
  await takeOffer(sam, "The horn does not sound.");
  await expectRoom(sam, who.name);
  await expect(ada.getByRole("button", { name: /^Accept/ })).toHaveCount(0);
  await expect(offerOf(ada, "The horn does not sound.")).toContainText(/is taken|No longer open/);
});

test("a link works once, and a used or broken one says what to do", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const page = await world.visitor();
  const used = new URL(link(await mail(world.api, who.email), "/verify-email"));
  await page.goto(used.pathname + used.search);
  await page.getByRole("button", { name: "Confirm the address" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\w/ })).toBeVisible();

  await page.goto("/reset-password?token=nonsense");
  await page.getByLabel("New password").fill("a-new-brass-lantern-77");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\w/ })).toBeVisible();
  await expect(page.getByLabel("New password")).toHaveValue("a-new-brass-lantern-77");

  for (const path of ["/verify-email", "/reset-password", "/invitations/accept"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: "This link is not complete" })).toBeVisible();
  }
  for (const path of ["/mechanics/nobody", "/mechanics/0192a000-0000-7000-8000-000000000000", "/no/such/page"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("main")).not.toContainText(/undefined|null|panicked/);
  }
});

test("a forgotten password is set anew by the link of the mail", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const page = await world.visitor();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("E-mail").fill(who.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
  const address = new URL(link(await mail(world.api, who.email, /password/i), "/reset-password"));
  await page.goto(address.pathname + address.search);
  await page.getByLabel("New password").fill("a-new-brass-lantern-77");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, { email: who.email, password: "a-new-brass-lantern-77" });
  await expect(page).toHaveURL(/\/dashboard/);
});

test("a wrong password, a stranger's page and a signed-out address lead somewhere sensible", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const session = await liveSession(who, by);
  const page = await world.visitor();
  await page.goto(`/sessions/${session}`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail").fill(who.email);
  await page.getByLabel("Password").fill("not-the-password-1");
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\w/ })).toBeVisible();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expectRoom(page, by.name);

  const noor = await world.open(await customer(world.api, "Noor Haddad"), `/sessions/${session}`);
  await expect(noor.getByText("This could not be loaded")).toBeVisible();
  await noor.goto("/provider");
  await expect(noor.getByRole("heading", { level: 1, name: "This page is not for your account" })).toBeVisible();
  await noor.getByRole("button", { name: "Sign out" }).first().click();
  await noor.goto("/dashboard");
  await expect(noor).toHaveURL(/\/sign-in/);
});

test("very long and non-Latin words are kept as they are, and nothing sticks out", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const word = "x".repeat(300);
  const session = await liveSession(who, by, LONG.slice(0, 3_900));
  const mia = await world.open(who, `/sessions/${session}`);
  const sam = await world.open(by, `/sessions/${session}`);
  await expectRoom(sam, who.name);
  for (const text of [LONG, word, "مرحبا بالعالم"]) {
    await write(mia, text);
    await expect(lines(sam).getByText(text.replaceAll(/\s+/g, " "), { exact: true })).toBeVisible();
  }
  for (const page of [mia, sam]) {
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
  await mia.goto("/vehicles");
  await mia.getByRole("button", { name: "Add a vehicle" }).click();
  await mia.getByLabel("Year").fill("1800");
  await mia.getByLabel("Make").fill("Śkoda-Ελλάδα");
  await mia.getByLabel("Model").fill(word);
  await mia.getByRole("button", { name: "Save" }).click();
  await expect(mia.getByText("Enter the model year as four digits.")).toBeVisible();
  await expect(mia.getByLabel("Model")).toHaveValue(word);
});
