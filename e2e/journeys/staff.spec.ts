import { expectFaultless } from "../support/accessibility.ts";
import { customer, finishedSession, mechanic, PASSWORD, type Customer, type Mechanic } from "../support/people.ts";
import { ADA, knock, setUpSecondFactor } from "../support/staff.ts";
import { expect, type Page, test, type World } from "../support/test.ts";

/** A page is there when its heading is, and when nothing is being loaded any more. */
async function look(page: Page, heading: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  await expect(page.locator(".skeleton, main [aria-busy=true]")).toHaveCount(0);
  await expectFaultless(page);
}

/** A session that is over and charged: 15.00, of which the provider keeps 12.75. */
async function earn(who: Customer, by: Mechanic): Promise<void> {
  await finishedSession(who, by);
  const earned = async () => (await by.api.get<{ items: { earned_cents: number }[] }>("/provider/balance")).items[0]?.earned_cents;
  await expect.poll(earned, { message: "the charge is booked" }).toBe(1275);
}

/** Signs Ada in at the staff's own door, which she is led to, with the second factor that she sets up there. */
async function arrive(world: World): Promise<Page> {
  await world.server.admin(ADA.email, ADA.name, PASSWORD);
  const page = await world.visitor();
  await page.goto("/admin/ledger");
  await expect(page).toHaveURL(/\/staff\/sign-in\?next=/);
  await look(page, "Staff sign-in");
  await page.goto("/staff/sign-in");
  await knock(page, "not-this-one-either");
  await expect(page.getByRole("alert")).not.toBeEmpty();
  await knock(page);
  const [code] = await setUpSecondFactor(world, page, (at) => look(at, "Second factor"));
  await expect(page).toHaveURL(/\/admin\/revenue$/);
  await signInAgain(page, code as string);
  return page;
}

/** From now on the door asks for a code as well. */
async function signInAgain(page: Page, code: string): Promise<void> {
  await page.goto("/settings");
  await page.getByRole("main").getByRole("button", { name: "Sign out" }).click();
  await page.goto("/staff/sign-in");
  await knock(page);
  await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
  await look(page, "Staff sign-in");
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("This code is wrong or was used");
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/admin\/revenue$/);
}

const navigation = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).filter({ visible: true });

const outcome = (page: Page) => page.getByRole("status", { name: "What it would have changed" });

/** Writes a rule for independents' sessions: it can be saved only as it was tried out. */
async function writeRule(page: Page): Promise<void> {
  await navigation(page, "Fee rules").click();
  await expect(page.getByText("the fee is 15% of sessions and 10% of repairs")).toBeVisible();
  await look(page, "Fee rules");
  await page.getByRole("link", { name: "New rule" }).click();
  await page.getByLabel("Whom it concerns").selectOption("One kind of provider");
  await page.getByLabel("Percent of the total").fill("120");
  await page.getByRole("button", { name: "Try it out" }).click();
  await expect(page.getByText("Enter 0 to 100 with up to two decimals.")).toBeVisible();
  await look(page, "New fee rule");
  await page.getByLabel("Percent of the total").fill("20");
  await page.getByLabel(/^Fixed part/).fill("0.50");
  await page.getByRole("button", { name: "Try it out" }).click();
  await expect(outcome(page)).toContainText("+$1.25");
  await expect(outcome(page)).toContainText("$3.50");
  await page.getByLabel("Percent of the total").fill("12.5");
  await expect(outcome(page)).toContainText("Try it out again");
  await page.getByRole("button", { name: "Try it out" }).click();
  await expect(outcome(page)).toContainText("+$0.13");
  await look(page, "New fee rule");
  await page.getByRole("button", { name: "Save the rule" }).click();
  const rules = page.getByRole("list", { name: "Rules that hold or will hold" });
  await expect(rules).toContainText("Sessions: Independent mechanics");
  await expect(rules).toContainText("12.5% plus $0.50");
  await expect(rules).toContainText("In force");
}

/** The change is a version beside the old one. */
async function nextVersion(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Next version of Sessions: Independent mechanics" }).click();
  await expect(page.getByLabel("Percent of the total")).toHaveValue("12.5");
  await page.getByLabel("Percent of the total").fill("14");
  await page.getByRole("button", { name: "Try it out" }).click();
  await look(page, "Version 2");
  await page.getByRole("button", { name: "Save the version" }).click();
  const rules = page.getByRole("list", { name: "Rules that hold or will hold" });
  await expect(rules).toContainText("14% plus $0.50");
  await rules.getByText("1 earlier version").click();
  await expect(rules).toContainText("Replaced");
  await look(page, "Fee rules");
}

async function switchOff(page: Page): Promise<void> {
  await navigation(page, "Fee rules").click();
  await page.getByRole("button", { name: /^Switch off version 2/ }).click();
  await expect(page.getByRole("dialog").getByRole("heading")).toHaveText("Switch version 2 off?");
  await expectFaultless(page);
  await page.getByRole("dialog").getByRole("button", { name: "Switch off" }).click();
  await expect(page.getByText("The version is switched off.")).toBeVisible();
  await expect(page.getByRole("list", { name: "Rules that hold or will hold" })).not.toContainText("Independent mechanics");
  await expect(page.getByRole("list", { name: "Rules that ended or were switched off" })).toContainText("14% plus $0.50");
}

async function readRevenue(page: Page): Promise<void> {
  await navigation(page, "Revenue").click();
  const table = page.getByRole("table", { name: "Revenue" });
  await expect(table.getByRole("row").last()).toContainText("$15.00");
  await expect(table.getByRole("row").last()).toContainText("$2.25");
  await look(page, "Revenue");
  await page.getByRole("link", { name: "The last 12 months" }).click();
  await expect(page).toHaveURL(/by=month/);
  await expect(table.getByRole("row").last()).toContainText("$15.00");
}

async function readLedger(page: Page): Promise<void> {
  await navigation(page, "Ledger").click();
  const bookings = page.getByRole("list", { name: "Bookings" }).getByRole("listitem");
  await expect(bookings).toHaveCount(1);
  await expect(bookings).toContainText("Owed to Sam Ortega");
  await look(page, "Ledger");
  await page.getByLabel("Account").selectOption("Platform's fees");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/account=platform_fees/);
  await expect(bookings).not.toContainText("Owed to");
  await bookings.getByRole("link", { name: "All of this payment" }).click();
  await expect(bookings).toContainText("At the gateway");
  await page.getByLabel(/^Before/).fill("2020-01-01");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByText("No bookings found")).toBeVisible();
  await expectFaultless(page);
}

test("staff tries a fee rule out, writes it in versions, and reads what the platform earned", async ({ world }) => {
  test.slow();
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const page = await arrive(world);
  await look(page, "Revenue");
  await expect(page.getByText("Nothing was booked in this time")).toBeVisible();
  await earn(who, by);
  await writeRule(page);
  await nextVersion(page);
  const visitor = await world.visitor();
  await visitor.goto("/");
  await visitor.getByRole("contentinfo").getByRole("link", { name: "Fees" }).click();
  await expect(visitor.getByRole("list", { name: "Fees" })).toContainText("14% plus $0.50");
  await expect(visitor.getByRole("list", { name: "Fees" })).toContainText("Of $100.00, Pitlane keeps $14.50");
  await look(visitor, "What Pitlane keeps");
  await switchOff(page);
  await readRevenue(page);
  await readLedger(page);
});

test("a provider reads the balance, and nobody else reads what staff reads", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await earn(who, by);
  const sam = await world.open(by, "/provider");
  await sam.getByRole("main").getByRole("link", { name: "Balance and payouts" }).click();
  await expect(sam.getByRole("definition").filter({ hasText: "$12.75" })).toHaveCount(2);
  await expect(sam.getByText("No payouts yet")).toBeVisible();
  await look(sam, "Balance and payouts");
  const mia = await world.open(who, "/dashboard");
  for (const path of ["/admin/fees", "/admin/fees/new", "/admin/revenue", "/admin/ledger"]) {
    for (const page of [sam, mia]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("This page is not for your account");
    }
  }
});
