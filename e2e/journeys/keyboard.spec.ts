import { onRequestPage } from "../support/customer.ts";
import { press, tabTo, type } from "../support/keyboard.ts";
import { offerOf } from "../support/mechanic.ts";
import { customer, favorite, finishedSession, mechanic, PASSWORD } from "../support/people.ts";
import { endSession, expectRoom, line } from "../support/room.ts";
import { expect, test } from "../support/test.ts";

test("journey 2 by keyboard alone, from signing in to the first words of the session", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await finishedSession(who, by);
  await favorite(who, by);
  const sam = await world.open(by, "/provider/offers");
  const mia = await world.visitor();

  await mia.goto("/sign-in");
  await type(mia, mia.getByLabel("E-mail"), who.email);
  await type(mia, mia.getByLabel("Password"), PASSWORD);
  await mia.keyboard.press("Enter");
  await expect(mia).toHaveURL(/\/dashboard$/);
  await expect(mia.getByRole("heading", { level: 1 })).toBeFocused();

  await press(mia, mia.getByRole("button", { name: `Book ${by.name} again` }));
  const dialog = mia.getByRole("dialog");
  await expect(dialog.getByRole("link", { name: "Continue" })).toBeVisible();
  // Escape closes the question, and the focus is back where it came from
  await mia.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(mia.getByRole("button", { name: `Book ${by.name} again` })).toBeFocused();
  await mia.keyboard.press("Space");
  await press(mia, dialog.getByRole("link", { name: "Continue" }));

  await expect(mia.getByRole("heading", { level: 1, name: `Book ${by.name}` })).toBeFocused();
  await type(mia, mia.getByLabel("Card number"), "4242424242424242");
  await type(mia, mia.getByLabel("Expires"), "12/34");
  await type(mia, mia.getByLabel("Security code"), "123");
  await press(mia, mia.getByRole("button", { name: /^Pay \$/ }), "Space");
  await onRequestPage(mia);
  await expect(mia.getByRole("heading", { level: 1 })).toBeFocused();

  const offer = offerOf(sam, "I would like to talk to");
  await press(sam, offer.getByRole("button", { name: /^Accept/ }));
  await expectRoom(sam, who.name);
  await expectRoom(mia, by.name);
  await press(sam, sam.getByRole("button", { name: "Start the session" }));
  await expect(mia.getByText("Live", { exact: true })).toBeVisible();
  await type(mia, mia.getByRole("textbox", { name: "Message" }), "Hello again.");
  await mia.keyboard.press("Enter");
  await expect(line(sam, "Hello again.")).toBeVisible();
  await endSession(sam);
});

test("stars and ways of talking are chosen with the arrows", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const session = await finishedSession(who, by);
  const mia = await world.open(who, `/sessions/${session}/summary`);
  await tabTo(mia, mia.getByRole("radio", { name: "1 of 5 stars" }));
  for (let star = 1; star < 4; star += 1) await mia.keyboard.press("ArrowRight");
  await expect(mia.getByRole("radio", { name: "4 of 5 stars" })).toBeChecked();
  await press(mia, mia.getByRole("button", { name: "Send the review" }));
  await expect(mia.getByText("Thank you for the review.")).toBeVisible();
});

test("the first Tab of a page skips to its content", async ({ world }) => {
  const page = await world.visitor();
  await page.goto("/mechanics");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});
