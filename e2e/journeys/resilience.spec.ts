import { Connection } from "../support/connection.ts";
import { CARDS, payWith } from "../support/customer.ts";
import { offerOf } from "../support/mechanic.ts";
import { book, customer, favorite, finishedSession, liveSession, mechanic } from "../support/people.ts";
import { expectRoom, line, lines, write } from "../support/room.ts";
import { expect, test, type World } from "../support/test.ts";

const LOST = "The connection was lost.";

async function talking(world: World) {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const session = await liveSession(who, by);
  const sam = await world.open(by, `/sessions/${session}`);
  const mia = await world.open(who, `/sessions/${session}`);
  await expectRoom(mia, by.name);
  await expectRoom(sam, who.name);
  return { who, by, session, mia, sam };
}

test("a lost connection is shown quietly, and what was written meanwhile arrives on both sides, once", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const session = await liveSession(who, by);
  const sam = await world.open(by, `/sessions/${session}`);
  const mia = await world.open(who, "/dashboard");
  const connection = await Connection.of(mia);
  await mia.goto(`/sessions/${session}`);
  await expectRoom(mia, by.name);
  await write(mia, "Before the tunnel.");
  await expect(line(sam, "Before the tunnel.")).toBeVisible();

  await connection.lose();
  await expect(mia.getByText(LOST)).toBeVisible();
  await write(sam, "Are you still there?");
  await write(mia, "In the tunnel.");
  await expect(line(mia, "In the tunnel.")).toBeVisible();
  await mia.getByRole("textbox", { name: "Message" }).fill("Half a sentence");

  await connection.mend();
  await expect(mia.getByText(LOST)).toBeHidden({ timeout: 30_000 });
  await expect(line(mia, "Are you still there?")).toBeVisible();
  await expect(line(sam, "In the tunnel.")).toBeVisible();
  await expect(mia.getByRole("textbox", { name: "Message" })).toHaveValue("Half a sentence");
  for (const page of [mia, sam]) {
    await expect(lines(page).getByRole("listitem")).toHaveCount(3);
    await expect(page.getByText("Not sent")).toHaveCount(0);
  }
});

test("the server is killed and started again during a chat, and nothing is lost", async ({ world }) => {
  const { mia, sam } = await talking(world);
  await write(mia, "One.");
  await expect(line(sam, "One.")).toBeVisible();
  await world.server.end("SIGKILL");
  await expect(mia.getByText(LOST)).toBeVisible();
  await expect(sam.getByText(LOST)).toBeVisible();
  await write(mia, "Two.");
  await world.server.run();
  await expect(sam.getByText(LOST)).toBeHidden({ timeout: 30_000 });
  await expect(line(sam, "Two.")).toBeVisible({ timeout: 30_000 });
  await write(sam, "Three.");
  await expect(line(mia, "Three.")).toBeVisible();
  for (const page of [mia, sam]) await expect(lines(page).getByRole("listitem")).toHaveCount(3);
});

test("a stopped server says good-bye, and pages come back by themselves", async ({ world }) => {
  const { mia, sam } = await talking(world);
  await world.server.end("SIGTERM");
  await expect(mia.getByText(LOST)).toBeVisible();
  await world.server.run();
  await expect(mia.getByText(LOST)).toBeHidden({ timeout: 30_000 });
  await expect(sam.getByText(LOST)).toBeHidden({ timeout: 30_000 });
  await write(mia, "Back again.");
  await expect(line(sam, "Back again.")).toBeVisible();
});

test("reloading the room keeps the conversation, and Back and Forward lead through it", async ({ world }) => {
  const { who, by, mia, sam } = await talking(world);
  await write(mia, "Does it matter which side?");
  await expect(line(sam, "Does it matter which side?")).toBeVisible();
  await mia.reload();
  await expectRoom(mia, by.name);
  await expect(line(mia, "Does it matter which side?")).toBeVisible();
  await write(sam, "Yes, look at the left one.");
  await expect(line(mia, "Yes, look at the left one.")).toBeVisible();

  await mia.goto("/dashboard");
  await mia.getByRole("link", { name: /^Enter the room/ }).click();
  await expectRoom(mia, by.name);
  await mia.goBack();
  await expect(mia.getByRole("heading", { level: 1, name: "Your dashboard" })).toBeVisible();
  await mia.goForward();
  await expectRoom(mia, by.name);
  await expect(lines(mia).getByRole("listitem")).toHaveCount(2);
  expect(who.name).toBe("Mia Torres");
});

test("Back goes through the steps of the intake, and a reload keeps what was typed", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const mia = await world.open(who, "/book");
  await mia.getByLabel("Describe it").fill("The wipers leave stripes.");
  await mia.getByRole("button", { name: "Continue" }).click();
  await mia.getByRole("radio", { name: /^Video/ }).check();
  await mia.getByRole("button", { name: "Continue to payment" }).click();
  await expect(mia.getByLabel("Card number")).toBeVisible();
  await mia.goBack();
  await expect(mia.getByRole("radio", { name: /^Video/ })).toBeChecked();
  await mia.goBack();
  await expect(mia.getByLabel("Describe it")).toHaveValue("The wipers leave stripes.");
  await mia.reload();
  await expect(mia.getByLabel("Describe it")).toHaveValue("The wipers leave stripes.");
  await mia.goForward();
  await expect(mia.getByRole("radio", { name: /^Video/ })).toBeChecked();
});

test("an offer that was made while the mechanic was cut off is there afterwards", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await favorite(who, by);
  const sam = await world.open(by, "/settings");
  const connection = await Connection.of(sam);
  await sam.goto("/provider/offers");
  await expect(sam.getByText("No requests right now")).toBeVisible();
  await connection.up;
  await connection.lose();
  await expect(sam.getByText(LOST)).toBeVisible();
  await book(who, { preferred: by, concern: "Oil under the car." });
  await connection.mend();
  await expect(offerOf(sam, "Oil under the car.")).toBeVisible({ timeout: 30_000 });
});

test("a payment that could not reach the bank is tried again without a second request", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await finishedSession(who, by);
  await favorite(who, by);
  const before = await who.api.get<{ items: unknown[] }>("/session-requests");
  const mia = await world.open(who, `/book?kind=independent&provider=${by.mechanicId}`);
  await expect(mia.getByLabel("Card number")).toBeVisible();
  await mia.route(/\/sandbox\//, (route) => route.abort("connectionreset"));
  await payWith(mia, CARDS.good);
  await expect(mia.getByRole("alert").filter({ hasText: "could not be reached" })).toBeVisible();
  await expect(mia.getByLabel("Card number")).toHaveValue(CARDS.good);
  await mia.unroute(/\/sandbox\//);
  await mia.getByRole("button", { name: /^Pay \$/ }).click();
  await expect(mia.getByRole("heading", { level: 1, name: `Asking ${by.name}` })).toBeVisible();
  const after = await who.api.get<{ items: unknown[] }>("/session-requests");
  expect(after.items).toHaveLength(before.items.length + 1);
});
