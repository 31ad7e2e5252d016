import { expectFaultless } from "../support/accessibility.ts";
import { press, tabTo } from "../support/keyboard.ts";
import { expectTold, helped, helpedBy, RECEIPT } from "../support/messages.ts";
import { customer, finishedSession, link, mail, mechanic } from "../support/people.ts";
import { staffApi } from "../support/staff.ts";
import { expect, type Page, test } from "../support/test.ts";

const box = (page: Page, name: string) => page.getByRole("checkbox", { name });
const BOOKINGS = "Bookings and sessions by e-mail";
const NIGHT = "Hold messages back at night";

/** What is chosen, as the page shows it. */
async function expectChosen(page: Page): Promise<void> {
  await expect(box(page, BOOKINGS)).not.toBeChecked();
  await expect(box(page, "Quotes by e-mail")).toBeChecked();
  await expect(box(page, NIGHT)).toBeChecked();
  await expect(page.getByLabel("From")).toHaveValue("21:30");
  await expect(page.getByLabel("Until")).toHaveValue("06:45");
}

test("what one is told is chosen by keyboard, kept, and holds", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const mia = await world.open(who, "/settings");
  await press(mia, mia.getByRole("link", { name: "Choose what you are told" }));
  await expect(mia).toHaveURL(/\/settings\/messages$/);
  await expect(mia.getByRole("heading", { level: 1, name: "Messages" })).toBeFocused();
  await expect(box(mia, BOOKINGS)).toBeChecked();
  await expect(mia.getByLabel("From")).toBeHidden();
  await expectFaultless(mia);

  await press(mia, box(mia, BOOKINGS), "Space");
  await press(mia, box(mia, NIGHT), "Space");
  await mia.getByLabel("From").fill("");
  await press(mia, mia.getByRole("button", { name: "Save" }));
  await expect(mia.getByText("Give the time as hours and minutes.")).toBeVisible();
  await expectFaultless(mia);
  await mia.getByLabel("From").fill("21:30");
  await mia.getByLabel("Until").fill("06:45");
  await press(mia, mia.getByRole("button", { name: "Save" }));
  await expect(mia.getByText("Your choices are saved.")).toBeVisible();
  await expectChosen(mia);
  await mia.reload();
  await expectChosen(mia);
  await expectFaultless(mia);

  await finishedSession(who, by);
  // in the app everything is told, by mail nothing of this topic
  await expectTold(world, [who, [RECEIPT], { notices: helpedBy(by) }], [by, [helped(who)]]);
});

test("the link in a mail ends its topic without signing in", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await finishedSession(who, by);
  const letter = await mail(world.api, who.email, /Your summary is ready/);
  const page = await world.visitor();
  await page.goto(link(letter, "/unsubscribe"));
  await expect(page.getByText("This ends messages about “Bookings and sessions” by e-mail.")).toBeVisible();
  await expectFaultless(page);
  await tabTo(page, page.getByRole("button", { name: "End everything by e-mail" }));
  await page.keyboard.press("Shift+Tab");
  await expect(page.getByRole("button", { name: "End these" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("You get no more of these. What is about the account itself still comes.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Done" })).toBeFocused();
  await expectFaultless(page);
  await page.reload();
  await expect(page.getByText("You ended these before.")).toBeVisible();
  await page.goto("/unsubscribe?token=x");
  await expect(page.getByRole("heading", { level: 1, name: "This link does not work" })).toBeVisible();
  await expectFaultless(page);

  await finishedSession(who, by);
  const twice = [...helpedBy(by), ...helpedBy(by)];
  await expectTold(world, [who, [helpedBy(by), RECEIPT], { notices: twice }], [by, [[...helped(who), ...helped(who)]]]);

  const mia = await world.open(who, "/settings/messages");
  await expect(box(mia, BOOKINGS)).not.toBeChecked();
  await expect(mia.getByText("Ended: Bookings and sessions by e-mail")).toBeVisible();
});

test("a notice of the app leads to the page that ends its topic everywhere", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await finishedSession(who, by);
  const { items } = await who.api.get<{ items: { kind: string; reason: string; stop: string }[] }>("/notifications");
  const notice = items.find((it) => it.kind === "summary_ready");
  expect(notice?.reason).toBe("Because you booked on Pitlane.");
  const page = await world.open(who, notice?.stop ?? "");
  await expect(page.getByText(/^This ends messages about “Bookings and sessions” by e-mail, in the browser and by text/)).toBeVisible();
  await expectFaultless(page);
  await press(page, page.getByRole("button", { name: "End these" }));
  await expect(page.getByRole("heading", { level: 1, name: "Done" })).toBeFocused();
  await expectFaultless(page);
  await page.reload();
  await expect(page.getByText("You ended these before.")).toBeVisible();
  await page.goto("/settings/messages");
  await expect(box(page, BOOKINGS)).not.toBeChecked();
  await expect(box(page, "Quotes by e-mail")).toBeChecked();

  await finishedSession(who, by);
  const twice = [...helpedBy(by), ...helpedBy(by)];
  await expectTold(world, [who, [helpedBy(by), RECEIPT], { notices: twice }], [by, [[...helped(who), ...helped(who)]]]);
  // whoever is not signed in does that first
  const visitor = await world.visitor();
  await visitor.goto(notice?.stop ?? "");
  await expect(visitor).toHaveURL(/\/sign-in\?next=%2Funsubscribe%3Ftopic%3Dbookings$/);
});

test("the zone of quiet hours is one's own choice, and no other page changes it", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const mia = await world.open(who, "/settings/messages");
  const zone = mia.getByLabel("Time zone");
  await expect(zone).toHaveValue("America/Chicago");
  await expect(mia.getByText("This browser goes by")).toBeHidden();
  await zone.selectOption("Asia/Tokyo");
  await expect(mia.getByText("This browser goes by America/Chicago.")).toBeVisible();
  await press(mia, box(mia, NIGHT), "Space");
  await expect(mia.getByText("By the clock of Asia/Tokyo.")).toBeVisible();
  await expectFaultless(mia);
  await press(mia, mia.getByRole("button", { name: "Save" }));
  await expect(mia.getByText("Your choices are saved.")).toBeVisible();

  await mia.goto("/settings");
  await mia.getByRole("textbox", { name: "Name" }).fill("Mia T. Torres");
  await press(mia, mia.getByRole("button", { name: "Save" }).first());
  await expect(mia.getByText("Your profile is saved.")).toBeVisible();
  await mia.goto("/settings/messages");
  await expect(zone).toHaveValue("Asia/Tokyo");
  await press(mia, mia.getByRole("button", { name: "Go by that" }));
  await expect(zone).toHaveValue("America/Chicago");
});

test("what support ended is not ticked, and ticking it begins it again", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  await (await staffApi(world)).post("/admin/suppressions", { channel: "email", address: who.email, topic: "bookings" });
  const mia = await world.open(who, "/settings/messages");
  const note = mia.getByText("Support ended some mails to your address.");
  await expect(note).toBeVisible();
  await expect(box(mia, BOOKINGS)).not.toBeChecked();
  await expect(box(mia, "Quotes by e-mail")).toBeChecked();
  await press(mia, box(mia, BOOKINGS), "Space");
  await press(mia, mia.getByRole("button", { name: "Save" }));
  await expect(mia.getByText("Your choices are saved.")).toBeVisible();
  await expect(note).toBeHidden();
  await mia.reload();
  await expect(box(mia, BOOKINGS)).toBeChecked();
});
