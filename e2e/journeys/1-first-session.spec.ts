import { CARDS, onRequestPage, payWith, timeline } from "../support/customer.ts";
import { takeOffer } from "../support/mechanic.ts";
import { expectTold, helpedBy } from "../support/messages.ts";
import { mechanic, PASSWORD, type Mechanic } from "../support/people.ts";
import { DOCUMENT, endSession, expectRoom, line, lines, PICTURE, sendFile, write } from "../support/room.ts";
import { expect, type Page, signIn, test } from "../support/test.ts";

const CONCERN = "The brakes squeal in the morning.";
const EMAIL = "mia.torres@example.com";

async function signUp(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "Get help now" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByRole("main").getByRole("link", { name: /create|sign up/i }).first().click();
  await page.getByLabel("Name").fill("Mia Torres");
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
}

async function verify(page: Page): Promise<void> {
  await page.goto("/outbox");
  const mails = page.getByRole("list", { name: "Demo outbox" });
  // the mail is sent a moment after the account was made
  await expect(async () => {
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(mails.getByRole("button", { name: new RegExp(EMAIL) })).toBeVisible({ timeout: 300 });
  }).toPass();
  await mails.getByRole("button", { name: new RegExp(EMAIL) }).click();
  await page.getByRole("button", { name: "As text" }).click();
  await page.getByRole("link", { name: /verify-email/ }).click();
  await page.getByRole("button", { name: "Confirm the address" }).click();
  await expect(page.getByRole("heading", { name: "Your e-mail address is confirmed" })).toBeVisible();
}

async function describe(page: Page): Promise<void> {
  await page.getByRole("main").getByRole("link", { name: "Get help now" }).first().click();
  await page.getByLabel("Year").fill("2019");
  await page.getByLabel("Make").fill("Subaru");
  await page.getByLabel("Model").fill("Outback");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByLabel("Describe it").fill(CONCERN);
  const shown = page.getByRole("list", { name: "The problem" }).getByRole("listitem");
  await page.getByLabel("Add photos").setInputFiles([PICTURE, { ...PICTURE, name: "again.png" }]);
  await expect(shown).toHaveCount(2);
  await page.getByRole("button", { name: /^Remove The problem/ }).last().click();
  await expect(shown).toHaveCount(1);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("radio", { name: /^Chat/ }).check();
  await page.getByRole("button", { name: "Continue to payment" }).click();
}

async function pay(page: Page): Promise<void> {
  await payWith(page, CARDS.declined);
  await expect(page.getByRole("alert").filter({ hasText: "The card was declined. Try another one." })).toBeVisible();
  await payWith(page, CARDS.authentication);
  await page.getByRole("dialog", { name: "Confirm with your bank" }).getByRole("button", { name: "It is not me" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The bank did not confirm the payment." })).toBeVisible();
  await payWith(page, CARDS.authentication);
  await page.getByRole("dialog", { name: "Confirm with your bank" }).getByRole("button", { name: "It is me" }).click();
  await onRequestPage(page);
  await expect(page.getByRole("heading", { level: 1, name: "Looking for a mechanic" })).toBeVisible();
  await expect(timeline(page)).toContainText("The price is held on your card.");
}

/** The photo of the problem, which both see. */
async function seesProblem(page: Page): Promise<void> {
  const photo = page.getByRole("list", { name: "Photos: The problem" }).locator("img");
  await expect(photo).toHaveCount(1);
  expect(await photo.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(1);
}

async function talk(mia: Page, sam: Page): Promise<void> {
  for (const page of [mia, sam]) await seesProblem(page);
  await sam.getByRole("button", { name: "Start the session" }).click();
  await expect(mia.getByText("Live", { exact: true })).toBeVisible();
  await write(mia, "It is worst when it rained.");
  await expect(line(sam, "It is worst when it rained.")).toBeVisible();
  await write(sam, "Send me a photo of the disc, please.");
  await expect(line(mia, "Send me a photo of the disc, please.")).toBeVisible();
  await sendFile(mia, PICTURE);
  const photo = lines(sam).getByRole("img", { name: `Photo ${PICTURE.name}` });
  await expect(photo).toBeVisible();
  expect(await photo.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(1);
  await sendFile(sam, DOCUMENT);
  await expect(lines(mia).getByRole("link", { name: DOCUMENT.name })).toBeVisible();
  await endSession(sam);
  await expect(mia.getByRole("heading", { name: "The session has ended" })).toBeVisible();
  await expect(mia.getByRole("textbox", { name: "Message" })).toHaveCount(0);
}

async function writeSummary(sam: Page): Promise<void> {
  await sam.getByRole("link", { name: "Write the summary" }).click();
  await sam.getByLabel("Findings").fill("The front pads are down to 2 mm.");
  await sam.getByLabel("Steps taken").fill("Looked at the photo of the disc.");
  await sam.getByLabel("Next steps").fill("Replace the pads within two weeks.");
  await sam.getByRole("button", { name: "Hand it over" }).click();
  await sam.getByRole("dialog").getByRole("button", { name: "Hand it over" }).click();
  await expect(sam.getByText("The summary is handed over.")).toBeVisible();
}

async function readAndReview(mia: Page, by: Mechanic): Promise<void> {
  await mia.getByRole("link", { name: "Read the summary" }).click();
  await expect(mia.getByText("The front pads are down to 2 mm.")).toBeVisible();
  const asked = mia.getByRole("heading", { name: `Save ${by.name} to your favorites?` });
  await expect(asked).toBeVisible();
  await mia.getByRole("button", { name: "Save to favorites" }).click();
  await expect(asked).toBeHidden();
  await mia.reload();
  await expect(mia.getByText("The front pads are down to 2 mm.")).toBeVisible();
  await expect(asked).toBeHidden();
  await mia.getByRole("radio", { name: "5 of 5 stars" }).check();
  await mia.getByLabel("What should others know?").fill("Found it from one photo.");
  await mia.getByRole("button", { name: "Send the review" }).click();
  await expect(mia.getByText("Thank you for the review.")).toBeVisible();
  await expect(mia.getByRole("heading", { name: "How was it?" })).toBeHidden();
}

test("journey 1: a new customer signs up, is helped, saves the mechanic and reviews", async ({ world }) => {
  const by = await mechanic(world.api, "Sam Ortega");
  const sam = await world.open(by, "/provider/offers");
  const mia = await world.visitor();
  await signUp(mia);
  await verify(mia);
  await signIn(mia, { email: EMAIL });
  await expect(mia).toHaveURL(/\/dashboard$/);

  await describe(mia);
  await pay(mia);
  await takeOffer(sam, CONCERN);
  await expectRoom(sam, "Mia Torres");
  await expectRoom(mia, by.name);

  await talk(mia, sam);
  await writeSummary(sam);
  await readAndReview(mia, by);

  await mia.goto(`/mechanics/${by.mechanicId}`);
  await expect(mia.getByRole("img", { name: "5.0 of 5" }).first()).toBeVisible();
  await expect(mia.getByText("Found it from one photo.")).toBeVisible();
  await mia.goto("/dashboard");
  await expect(mia.getByRole("list", { name: "Favorites" })).toContainText(by.name);
  await expect(mia.getByRole("list", { name: "Service history" })).toContainText(CONCERN.replace(/\.$/, ""));
  await expect(mia.getByText("$15.00").first()).toBeVisible();

  await expectTold(
    world,
    [{ email: EMAIL, role: "customer" }, helpedBy(by)],
    [by, ["Write the summary for Mia Torres", "Mia reviewed you"]],
  );
});
