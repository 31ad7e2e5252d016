import { bookAgain, CARDS, onRequestPage, payWith, timeline } from "../support/customer.ts";
import { comeOnline, offerOf, takeOffer } from "../support/mechanic.ts";
import { asksFirst, expectTold, helped, helpedBy } from "../support/messages.ts";
import { customer, favorite, finishedSession, mechanic } from "../support/people.ts";
import { expectRoom } from "../support/room.ts";
import { expect, test, type World } from "../support/test.ts";

/** A customer whose favorite went offline, with the question of what to do on the screen. */
async function asked(world: World) {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await finishedSession(who, by);
  await favorite(who, by);
  await by.api.post("/mechanic/presence", { online: false });
  const mia = await world.open(who, "/dashboard");
  const dialog = await bookAgain(mia, by.name);
  await expect(dialog.getByRole("heading", { name: `${by.name} is offline` })).toBeVisible();
  await expect(dialog).toContainText(/Last seen/);
  return { who, by, mia, dialog };
}

test("journey 3: the customer waits, and the favorite gets the request on coming online", async ({ world }) => {
  const { who, by, mia, dialog } = await asked(world);
  await dialog.getByRole("link", { name: "Notify and wait" }).click();
  await expect(mia.getByText(`${by.name} is told and has up to 30 minutes.`)).toBeVisible();
  await payWith(mia, CARDS.good);
  await onRequestPage(mia);
  await expect(mia.getByRole("heading", { level: 1, name: `Asking ${by.name}` })).toBeVisible();
  await expect(mia.getByRole("timer")).toHaveText(/^(30|29) min/);

  const sam = await world.open(by, "/provider");
  await comeOnline(sam);
  await sam.getByRole("navigation").getByRole("link", { name: "Offers" }).and(sam.locator(":visible")).click();
  await expect(offerOf(sam, "I would like to talk to")).toBeVisible();
  await expect(timeline(mia)).toContainText(`${by.name} was told.`);
  await takeOffer(sam, "I would like to talk to");
  await expectRoom(sam, who.name);
  await expectRoom(mia, by.name);
  await expectTold(
    world,
    [who, [helpedBy(by), "Your booking is confirmed", `${by.name} takes your request`]],
    [by, [helped(who), asksFirst(who)]],
  );
});

test("journey 3: the customer asks everybody instead, and another mechanic takes it", async ({ world }) => {
  const other = await mechanic(world.api, "Ada Lind");
  const { who, by, mia, dialog } = await asked(world);
  await dialog.getByRole("link", { name: "Find anyone now" }).click();
  await expect(mia.getByRole("heading", { level: 1, name: "Get help" })).toBeVisible();
  await mia.getByLabel("Describe it").fill("A rattle from the engine.");
  await mia.getByRole("button", { name: "Continue" }).click();
  await mia.getByRole("radio", { name: /^Video/ }).check();
  await mia.getByRole("button", { name: "Continue to payment" }).click();
  await expect(mia.getByText("Everybody who is available is asked at once.")).toBeVisible();
  await payWith(mia, CARDS.good);
  await onRequestPage(mia);
  await expect(mia.getByRole("heading", { level: 1, name: "Looking for a mechanic" })).toBeVisible();

  const ada = await world.open(other, "/provider/offers");
  await takeOffer(ada, "A rattle from the engine.");
  await expectRoom(mia, other.name);
  await expectTold(
    world,
    [who, [helpedBy(by), "Your booking is confirmed", `${other.name} takes your request`]],
    [by, [helped(who)]],
    [other, []],
  );
});

test("journey 3: the customer cancels, and nothing is created", async ({ world }) => {
  const { who, by, mia, dialog } = await asked(world);
  const before = await who.api.get<{ items: unknown[] }>("/session-requests");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await expect(mia).toHaveURL(/\/dashboard$/);
  const after = await who.api.get<{ items: unknown[] }>("/session-requests");
  expect(after.items).toHaveLength(before.items.length);
  await expectTold(world, [who, [helpedBy(by)]], [by, [helped(who)]]);
});
