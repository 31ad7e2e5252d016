import { expectFaultless } from "../support/accessibility.ts";
import { press } from "../support/keyboard.ts";
import { helpedBy } from "../support/messages.ts";
import { customer, finishedSession, mechanic, workshop } from "../support/people.ts";
import { sentQuote } from "../support/quotes.ts";
import { staff } from "../support/staff.ts";
import { expect, type Page, test } from "../support/test.ts";

const badge = (page: Page) => page.getByRole("banner").getByRole("link", { name: /^Notices/ });

/** Says how much is unread, to the eye and to a screen reader. */
async function expectUnread(page: Page, number: number): Promise<void> {
  await expect(badge(page)).toHaveAccessibleName(number > 0 ? new RegExp(`^Notices\\s*, ${number} unread$`) : "Notices");
}

const rows = (page: Page) => page.getByRole("main").locator("li.notice");

test("a customer reads everything in the app, each notice once as new, and follows one", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const mia = await world.open(who, "/notices");
  await expect(mia.getByText("No notices")).toBeVisible();
  await expectUnread(mia, 0);
  await expectFaultless(mia);

  await mia.goto("/vehicles");
  const session = await finishedSession(who, by);
  await expectUnread(mia, 5);
  await press(mia, badge(mia));
  await expect(mia.getByRole("heading", { level: 1, name: "Notices" })).toBeFocused();
  const today = mia.getByRole("list", { name: "Today" });
  await expect(today.getByRole("link")).toHaveText(helpedBy(by).reverse());
  await expect(today.getByText("New", { exact: true })).toHaveCount(5);
  await expectUnread(mia, 0);
  await expectFaultless(mia);

  // what comes while one looks is there at once, and read by being seen
  const quote = await sentQuote(by, session);
  await expect(rows(mia).first()).toContainText("Your quote from Sam Ortega");
  await expect(rows(mia)).toHaveCount(6);
  await expectUnread(mia, 0);
  await mia.reload();
  await expect(rows(mia)).toHaveCount(6);
  await expect(mia.getByText("New", { exact: true })).toHaveCount(0);
  await press(mia, rows(mia).first().getByRole("link"));
  await expect(mia).toHaveURL(new RegExp(`/quotes/${quote.id}$`));
  await mia.goBack();
  await expect(rows(mia)).toHaveCount(6);
});

test("a page behind another window reads nothing, and what one opens from a toast is read", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const mia = await world.open(who, "/notices");
  await expect(mia.getByText("No notices")).toBeVisible();
  const hide = (hidden: boolean) =>
    mia.evaluate((now) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => now });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, hidden);
  await hide(true);
  const session = await finishedSession(who, by);
  await expect(rows(mia)).toHaveCount(5);
  await expectUnread(mia, 5);
  await hide(false);
  await expectUnread(mia, 0);
  await expect(mia.getByText("New", { exact: true })).toHaveCount(5);

  await mia.goto("/vehicles");
  await expect(mia.getByRole("heading", { level: 1, name: "Vehicles" })).toBeVisible();
  const quote = await sentQuote(by, session);
  await expectUnread(mia, 1);
  await mia.locator(".toast", { hasText: "Your quote from" }).getByRole("button", { name: "Open" }).click();
  await expect(mia).toHaveURL(new RegExp(`/quotes/${quote.id}$`));
  await expectUnread(mia, 0);
});

test("a long list comes in stretches, and all of it is marked as read at once", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const quote = await sentQuote(by, await finishedSession(who, by));
  for (let n = 0; n < 48; n += 1) await by.api.post(`/quotes/${quote.id}/messages`, { text: `Line ${n}` });
  const mia = await world.open(who, "/dashboard");
  await expectUnread(mia, 54);
  await mia.goto("/notices");
  await expect(rows(mia)).toHaveCount(25);
  await expectUnread(mia, 29);
  await mia.getByRole("button", { name: "Show more" }).click();
  await expect(rows(mia)).toHaveCount(50);
  await expectUnread(mia, 4);
  await expectFaultless(mia);
  await mia.getByRole("button", { name: "Mark all as read" }).click();
  await expectUnread(mia, 0);
  await expect(mia.getByText("New", { exact: true })).toHaveCount(0);
  await mia.getByRole("button", { name: "Show more" }).click();
  await expect(rows(mia)).toHaveCount(54);
  await expect(mia.getByText("New", { exact: true })).toHaveCount(0);
});

test("mechanics and staff have the same page", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const sam = await world.open(by, "/provider");
  await finishedSession(who, by);
  await expectUnread(sam, 2);
  await sam.getByRole("main").getByRole("link", { name: "Notices" }).click();
  await expect(rows(sam)).toHaveCount(2);
  await expectUnread(sam, 0);
  await expectFaultless(sam);
  const ada = await staff(world);
  await badge(ada).click();
  await expect(ada.getByText("What support has to look at turns up here.")).toBeVisible();
  await expectFaultless(ada);
});
