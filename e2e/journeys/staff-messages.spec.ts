import { expectFaultless } from "../support/accessibility.ts";
import { press } from "../support/keyboard.ts";
import { takeTexts } from "../support/messages.ts";
import { customer, finishedSession, mechanic } from "../support/people.ts";
import { staff } from "../support/staff.ts";
import { expect, type Page, test } from "../support/test.ts";

const PHONE = "+15125550143";
const sent = (page: Page) => page.getByRole("list", { name: "Sent messages" }).getByRole("listitem");
const life = (page: Page) => page.getByRole("list", { name: "What became of it" });

/** A page is there when its heading is, and when nothing is being loaded any more. */
async function look(page: Page, heading: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: heading, exact: true })).toBeVisible();
  await expect(page.locator(".skeleton, main [aria-busy=true]")).toHaveCount(0);
  await expectFaultless(page);
}

/** Says that the gateway took the message; the page is looked at anew until it did. */
async function expectHandedOver(page: Page): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(life(page)).toContainText("Written");
    expect(await life(page).textContent()).toContain("Handed over");
  }).toPass();
}

test("staff finds a message and reads its life", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await finishedSession(who, by);
  const ada = await staff(world);
  await ada.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Messages" }).filter({ visible: true }).click();
  await look(ada, "Messages");
  await expect(sent(ada).first()).toBeVisible();
  await ada.getByRole("search").getByLabel(/^Address or number/).fill(who.email.toUpperCase());
  await ada.getByLabel("Kind").selectOption("Summary ready");
  await ada.getByRole("button", { name: "Show", exact: true }).click();
  await expect(ada).toHaveURL(/to=MIA\.TORRES%40EXAMPLE\.COM&kind=summary_ready$/);
  await expect(sent(ada)).toHaveCount(2);
  await ada.getByLabel("Channel").selectOption("E-mail");
  await ada.getByRole("button", { name: "Show", exact: true }).click();
  await expect(ada.getByText("1 result", { exact: true })).toBeVisible();
  await expect(sent(ada)).toContainText(`Summary ready · E-mail · Mia Torres, ${who.email}`);
  await press(ada, sent(ada).getByRole("link"));
  await look(ada, "Your summary is ready");
  await expect(life(ada)).toContainText("Written");
  await expectHandedOver(ada);
  await expect(ada.getByRole("list", { name: "The same on other channels" })).toContainText("In the app");
  await ada.getByRole("list", { name: "The same on other channels" }).getByRole("link").click();
  await look(ada, "Your summary is ready");
  await expect(ada.getByRole("button", { name: "End messages to this address" })).toHaveCount(0);
  await ada.goBack();
  await ada.getByRole("link", { name: `All messages to ${who.email}` }).click();
  await expect(ada).toHaveURL(/\/admin\/messages\?to=mia\.torres%40example\.com$/);
  await ada.getByLabel("Status").selectOption("Failed");
  await ada.getByRole("button", { name: "Show", exact: true }).click();
  await expect(ada.getByText("No messages found")).toBeVisible();
  await expectFaultless(ada);
  await ada.goBack();
  await expect(sent(ada).first()).toBeVisible();
});

test("staff pages through what was sent", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  for (let n = 0; n < 3; n += 1) await finishedSession(who, by);
  const ada = await staff(world, "/admin/messages");
  await expect(sent(ada)).toHaveCount(25);
  await ada.getByRole("link", { name: "Next" }).click();
  await expect(ada).toHaveURL(/page=2$/);
  await expect(ada.getByText(/^Page 2 of/)).toBeVisible();
  await expect(sent(ada).last()).toContainText("Confirm your e-mail address");
  await expectFaultless(ada);
});

test("staff ends messages for an address, after being asked back", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const ada = await staff(world, "/admin/messages");
  await ada.getByRole("button", { name: "End messages" }).click();
  await expect(ada.getByRole("region", { name: "End messages" }).getByLabel("Channel")).toBeFocused();
  const form = ada.getByRole("region", { name: "End messages" });
  await form.getByLabel("Address or number").fill("nobody");
  await form.getByRole("button", { name: "End messages" }).click();
  await expect(form.getByLabel("Address or number")).toHaveAttribute("aria-invalid", "true");
  await expectFaultless(ada);
  await form.getByLabel("Address or number").fill(who.email);
  await form.getByLabel("About").selectOption("Bookings and sessions");
  await form.getByRole("button", { name: "End messages" }).click();
  const question = ada.getByRole("dialog");
  await expect(question.getByRole("heading")).toHaveText(`End messages to ${who.email}?`);
  await expect(question).toContainText("Topic: Bookings and sessions. Channel: E-mail.");
  await expectFaultless(ada);
  await question.getByRole("button", { name: "End messages" }).click();
  await expect(ada.getByText(`Messages to ${who.email} are ended.`)).toBeVisible();
  await expect(form).toHaveCount(0);

  await finishedSession(who, by);
  await ada.goto(`/admin/messages?to=${who.email}&kind=summary_ready&channel=email`);
  await expect(sent(ada)).toContainText("Not sent");
  await sent(ada).getByRole("link").click();
  await expect(life(ada)).toContainText("Not sent: ended by the person");
  await ada.getByRole("button", { name: "End messages to this address" }).click();
  await expect(ada.getByLabel("Address or number")).toHaveValue(who.email);
  await expect(ada.getByLabel("About")).toHaveValue("bookings");
  await expect(ada.getByLabel("About")).toBeFocused();
  await expectFaultless(ada);
  await ada.getByRole("region", { name: "End messages" }).getByRole("button", { name: "Cancel" }).click();
  await expect(ada.getByRole("region", { name: "End messages" })).toHaveCount(0);
});

test("staff sends a text, after being asked back, and sees what becomes of it", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  await takeTexts(who, PHONE);
  const ada = await staff(world, "/admin/messages");
  await ada.getByRole("button", { name: "Send a text" }).click();
  const form = ada.getByRole("region", { name: "Send a text" });
  await expect(form.getByLabel(/^Number/)).toBeFocused();
  await form.getByLabel(/^Number/).fill("555");
  await form.getByRole("textbox", { name: "Text" }).fill("x".repeat(161));
  await form.getByRole("button", { name: "Send a text" }).click();
  await expect(form.getByText("Write 1 to 160 characters.")).toBeVisible();
  await expect(form.getByText("161 of 160 characters")).toBeVisible();
  await expect(form.getByLabel(/^Number/)).toHaveAttribute("aria-invalid", "true");
  await expectFaultless(ada);
  await form.getByLabel(/^Number/).fill("+1 512 555 0143");
  await form.getByRole("textbox", { name: "Text" }).fill("Привет ".repeat(15));
  await form.getByRole("button", { name: "Send a text" }).click();
  const question = ada.getByRole("dialog");
  await expect(question).toContainText("Send this text to +1 512 555 0143?");
  await question.getByRole("button", { name: "Send a text" }).click();
  await expect(form.getByText("With letters of another alphabet use at most 70 characters.")).toBeVisible();
  await form.getByRole("textbox", { name: "Text" }).fill("Your car is ready, come by any time until six.");
  await form.getByRole("button", { name: "Send a text" }).click();
  await expect(question).toContainText("Your car is ready, come by any time until six.");
  await expectFaultless(ada);
  await question.getByRole("button", { name: "Send a text" }).click();
  await expect(ada.getByText("The text is on its way.")).toBeVisible();
  await expect(ada).toHaveURL(/\/admin\/messages\/[0-9a-f-]{36}$/);
  await expectHandedOver(ada);
  await expectFaultless(ada);
});

test("staff sees how a kind of message reads, at both widths and in both colours", async ({ world }) => {
  const ada = await staff(world, "/admin/messages/templates");
  await look(ada, "How messages read");
  await ada.getByRole("list", { name: "Kinds of messages" }).getByRole("link", { name: "Summary ready" }).click();
  await look(ada, "Summary ready");
  const frame = (title: string) => ada.frameLocator(`iframe[title="${title}"]`);
  const paper = (title: string) =>
    frame(title).locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  const narrow = frame("The mail at 360 pixels, light").locator("body");
  await expect(narrow).toContainText("Dana Okafor");
  expect(await ada.locator("iframe").first().getAttribute("sandbox")).toBe("allow-same-origin");
  await expect(ada.locator("iframe").first()).toHaveAttribute("title", "The mail at 360 pixels, light");
  for (const [title, width] of [["The mail at 360 pixels, light", 360], ["The mail at 640 pixels, light", 640]] as const) {
    expect(await frame(title).locator("body").evaluate(() => innerWidth)).toBe(width);
    expect(await paper(title)).toBe("rgb(246, 245, 241)");
    await expect(frame(title).locator("a[href]")).toHaveCount(0);
  }
  await ada.getByRole("navigation", { name: "Colours" }).getByRole("link", { name: "Dark" }).click();
  await expect(ada).toHaveURL(/colours=dark$/);
  await expect.poll(() => paper("The mail at 360 pixels, dark")).toBe("rgb(20, 23, 26)");
  await expectFaultless(ada);
  await ada.getByLabel(/^Name to try it with/).fill("Wilhelmine-Charlotte <b>von</b> und zu Østergård");
  await ada.getByRole("button", { name: "Try it" }).click();
  await expect(ada).toHaveURL(/name=Wilhelmine/);
  await expect(frame("The mail at 360 pixels, dark").locator("body")).toContainText("Wilhelmine-Charlotte <b>von</b> und zu Østergård");
  await expectFaultless(ada);
  await ada.goto("/admin/messages/templates/repair_moved?case=2");
  await expect(ada.getByRole("navigation", { name: "Cases" }).getByRole("link", { name: "Case 2" })).toHaveAttribute("aria-current", "true");
  await look(ada, "Repair moved on");
  await ada.goto("/admin/messages/templates/staff_text");
  await expect(ada.getByRole("group", { name: "As a text message" })).toBeVisible();
  await look(ada, "Text by staff");
  await ada.goto("/admin/messages/templates/no_such_kind");
  await expect(ada.getByRole("alert").getByText("This could not be loaded")).toBeVisible();
});
