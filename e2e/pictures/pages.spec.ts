import { CARDS } from "../support/customer.ts";
import { accept, book, customer, favorite, finishedSession, liveSession, mechanic, workshop } from "../support/people.ts";
import { picture } from "../support/picture.ts";
import { addPhoto, NEW, WORN } from "../support/photos.ts";
import { approvedQuote, completed, draftQuote, sentQuote } from "../support/quotes.ts";
import { line, lines, PICTURE, sendFile, write } from "../support/room.ts";
import { expect, test } from "../support/test.ts";

test("public pages", async ({ world }) => {
  const by = await mechanic(world.api, "Sam Ortega");
  await mechanic(world.api, "Ada Lind");
  await customer(world.api, "Mia Torres");
  const page = await world.visitor();
  for (const [path, name] of [
    ["/", "landing"],
    ["/sign-in", "sign-in"],
    ["/sign-up", "sign-up"],
    ["/join", "join"],
    ["/forgot-password", "forgot-password"],
    ["/mechanics", "directory"],
    [`/mechanics/${by.mechanicId}`, "profile"],
    ["/outbox", "outbox"],
    ["/no-such-page", "not-found"],
  ] as const) {
    await page.goto(path);
    await picture(page, name);
  }
  await page.goto("/outbox");
  await page.getByRole("list", { name: "Demo outbox" }).getByRole("button").first().click();
  await picture(page, "outbox-mail");
  await page.goto("/sign-up");
  await page.getByRole("button", { name: "Create account" }).click();
  await picture(page, "sign-up-mistakes");
});

test("a customer's pages", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const page = await world.open(who, "/dashboard");
  await picture(page, "dashboard-new");
  for (const step of ["vehicle", "problem", "service"]) {
    await page.goto(`/book?step=${step}`);
    await picture(page, `book-${step}`);
  }
  const by = await mechanic(world.api, "Sam Ortega");
  const done = await finishedSession(who, by, "Brakes squeal when cold");
  await favorite(who, by);
  await page.goto("/dashboard");
  await picture(page, "dashboard");
  await page.getByRole("button", { name: `Book ${by.name} again` }).click();
  await expect(page.getByRole("dialog").getByRole("heading")).toHaveText(/available now/);
  await picture(page, "dialog-online");
  await page.getByRole("dialog").getByRole("link", { name: "Continue" }).click();
  await picture(page, "book-again");
  await page.getByRole("button", { name: `Use this card: ${CARDS.authentication}` }).click();
  await page.getByRole("button", { name: /^Pay/ }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await picture(page, "dialog-bank");
  await page.goto("/dashboard");
  await by.api.post("/mechanic/presence", { online: false });
  await page.getByRole("button", { name: `Book ${by.name} again` }).click();
  await expect(page.getByRole("dialog").getByRole("heading")).toHaveText(/offline/);
  await picture(page, "dialog-offline");
  const request = await book(who, { preferred: by, wait: true });
  await page.goto(`/requests/${request}`);
  await picture(page, "request-waiting");
  await page.goto("/requests");
  await picture(page, "requests");
  await page.goto("/vehicles");
  await picture(page, "vehicles");
  await page.goto("/settings");
  await picture(page, "settings");
  await page.goto("/unsubscribe?topic=reviews");
  await picture(page, "stop-topic");
  await page.goto(`/sessions/${done}/summary`);
  await picture(page, "summary");
});

test("a room, from both sides", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const waiting = await accept(by, await book(who, { preferred: by }));
  const mia = await world.open(who, `/sessions/${waiting}`);
  await picture(mia, "room-waiting");
  await by.api.post(`/sessions/${waiting}/cancel`);
  const live = await liveSession(who, by);
  await mia.goto(`/sessions/${live}`);
  const sam = await world.open(by, `/sessions/${live}`);
  await write(mia, "It squeals most when it rained over night.");
  await write(sam, "Send me a photo of the disc, please.");
  await sendFile(mia, PICTURE);
  await expect(lines(sam).getByRole("img")).toBeVisible();
  await write(sam, "Thank you. The pad is thin, but there is no groove in the disc yet.");
  await expect(line(mia, "Thank you.")).toBeVisible();
  await picture(mia, "room-customer");
  await picture(sam, "room-mechanic");
  await by.api.post(`/sessions/${live}/end`);
  await picture(mia, "room-ended");
});

test("a mechanic's pages", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const page = await world.open(by, "/provider/offers");
  await picture(page, "offers-none");
  const done = await finishedSession(who, by);
  const ended = await liveSession(who, by);
  await by.api.post(`/sessions/${ended}/end`);
  await favorite(who, by);
  await book(who, { preferred: by });
  for (const [path, name] of [
    ["/provider", "today"],
    ["/provider/offers", "offers"],
    ["/provider/sessions", "sessions"],
    [`/provider/sessions/${ended}/summary`, "summary-editor"],
    [`/sessions/${done}/summary`, "summary-mechanic"],
    ["/settings", "settings-mechanic"],
  ] as const) {
    await page.goto(path);
    await picture(page, name);
  }
});

test("quotes and repairs", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const session = await finishedSession(who, by);
  const draft = await draftQuote(by, session);
  const sent = await sentQuote(by, session);
  const approved = await approvedQuote(who, by, session);
  const olga = await world.open(by, "/provider/quotes");
  for (const [path, name] of [
    ["/provider/quotes", "quotes-provider"],
    ["/provider/quotes/new", "quote-new"],
    [`/provider/quotes/${draft.id}`, "quote-editor"],
    [`/provider/quotes/${sent.id}`, "quote-sent"],
    ["/provider/repairs", "board"],
    [`/provider/repairs/${approved.repair_id}`, "repair-provider"],
  ] as const) {
    await olga.goto(path);
    await picture(olga, name);
  }
  const mia = await world.open(who, "/quotes");
  for (const [path, name] of [
    ["/dashboard", "dashboard-quotes"],
    ["/quotes", "quotes"],
    [`/quotes/${sent.id}`, "quote"],
    [`/quotes/${approved.id}`, "quote-approved"],
    [`/repairs/${approved.repair_id}`, "repair"],
  ] as const) {
    await mia.goto(path);
    await picture(mia, name);
  }
});

test("photos, templates and what was declined", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const session = await finishedSession(who, by);
  const [sent, declined, draft] = [await sentQuote(by, session), await sentQuote(by, session), await draftQuote(by, session)];
  await who.api.post(`/customer/quotes/${sent.id}/questions`, { text: "Are the pads ceramic, and how long does it take?" });
  await who.api.post(`/customer/quotes/${declined.id}/decline`, { reason: "Too much for this month." });
  const done = await approvedQuote(who, by, session);
  const before = await addPhoto(by, done.repair_id, WORN, { category: "damage", caption: "Front disc as it came in" });
  await addPhoto(by, done.repair_id, NEW, { category: "completed", caption: "New disc and pads", pair_id: before });
  await completed(by, done.repair_id);
  const mia = await world.open(who, "/declined-lines");
  await picture(mia, "declined-lines");
  await mia.goto(`/quotes/${sent.id}`);
  await picture(mia, "quote-question");
  await mia.goto(`/repairs/${done.repair_id}`);
  await picture(mia, "repair-completed");
  await mia.getByRole("button", { name: /^Open large: Front disc/ }).click();
  await picture(mia, "photo-large");

  const olga = await world.open(by, `/provider/repairs/${done.repair_id}`);
  await picture(olga, "repair-photos");
  await olga.goto(`/provider/quotes/${sent.id}`);
  await olga.getByRole("button", { name: "Record an approval" }).click();
  await picture(olga, "dialog-record");
  await olga.goto(`/provider/quotes/${draft.id}`);
  await olga.getByRole("button", { name: "Save as a template" }).click();
  await olga.getByRole("dialog").getByLabel(/^Name/).fill("Front brakes");
  await olga.getByRole("dialog").getByRole("button", { name: "Save as a template" }).click();
  await olga.getByRole("button", { name: "Insert a template" }).click();
  await expect(olga.getByRole("dialog").getByText("3 lines")).toBeVisible();
  await picture(olga, "dialog-templates");
});
