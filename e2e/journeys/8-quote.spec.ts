import { expectFaultless } from "../support/accessibility.ts";
import { CARDS, payWith } from "../support/customer.ts";
import { expectTold, helped, helpedBy, takeTexts } from "../support/messages.ts";
import { customer, finishedSession, link, mail, workshop } from "../support/people.ts";
import { approvedQuote, choose, column, editorLine, expectSaved, repairTimeline, sentQuote, sum, type Quote } from "../support/quotes.ts";
import { expect, type Page, test } from "../support/test.ts";

const PHONE = "+13125550142";

/** What the very first text says. */
const AGREED = "Pitlane: We text you what you chose; reply STOP to end it, HELP for help.";

/** What the first text about a quote says. */
const QUOTED = "Pitlane: Your quote from Harbor Garage. Because a workshop wrote you a quote on Pitlane. Reply STOP to end.";

/** Begins with the session's summary; the part that it names has only to be priced. */
async function writeQuote(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Write a quote" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Quote Q-/ })).toBeVisible();
  await expect(page.getByLabel("What is wrong")).toHaveValue("The front pads are down to 2 mm.");
  const part = editorLine(page, 1);
  await expect(part.getByLabel("Description")).toHaveValue("Brake pads, front");
  await part.getByLabel("Quantity").fill("2");
  await part.getByLabel("Price each").fill("64.95");
  await part.getByLabel("Condition").selectOption("New");
  await page.getByRole("button", { name: "Add labor" }).click();
  const labor = editorLine(page, 2);
  await expect(labor.getByLabel("Description")).toBeFocused();
  await labor.getByLabel("Description").fill("Replace the front pads");
  await labor.getByLabel("Hours").fill("2.5");
  await labor.getByLabel("Rate an hour").fill("120");
  await labor.getByLabel("How pressing").selectOption("Not safe to drive");
  await page.getByRole("button", { name: "Add labor" }).click();
  const flush = editorLine(page, 3);
  await expect(flush.getByLabel("Rate an hour")).toHaveValue("120");
  await flush.getByLabel("Description").fill("Flush the brake fluid");
  await flush.getByLabel("Rate an hour").fill("eighty");
  await flush.getByLabel("Hours").fill("1");
  await expect(flush.getByText("Enter an amount such as 129.90.")).toBeVisible();
  await expect(page.getByText("Correct the marked fields to save.")).toBeVisible();
  await flush.getByLabel("Rate an hour").fill("80");
  await page.getByLabel("Tax in percent").fill("8.25");
  await page.getByLabel(/^Deposit/).fill("100");
  await page.getByLabel("Warranty in months").fill("12");
}

/** What was typed is there again after a reload, with the totals by the same rules. */
async function expectDraftKept(page: Page): Promise<void> {
  await expect(sum(page, "Total", "$520.62")).toBeVisible();
  await expectSaved(page);
  await page.reload();
  await expect(editorLine(page, 3).getByLabel("Description")).toHaveValue("Flush the brake fluid");
  await expect(sum(page, "Tax, 8.25%", "$10.72")).toBeVisible();
  await expect(sum(page, "Total", "$520.62")).toBeVisible();
  await expectFaultless(page);
}

async function sendQuote(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Send the quote" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send the quote" }).click();
  await expect(page.getByText("The quote is on its way to Mia Torres.")).toBeVisible();
  await expect(page.getByText("Not looked at yet.")).toBeVisible();
}

/** Approves two of three lines; nothing goes through before every line is decided and the name is typed. */
async function approveSome(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Read the quotes" }).click();
  await page.getByRole("link", { name: /^Harbor Garage/ }).click();
  await expect(page.getByText("Waits for you")).toBeVisible();
  await choose(page, "Brake pads, front", "Approve");
  await expect(sum(page, "You approve", "$140.62")).toBeVisible();
  await choose(page, "Replace the front pads", "Approve");
  await expect(sum(page, "You approve", "$440.62")).toBeVisible();
  await page.getByLabel("Your name").fill("Mia Torres");
  await page.getByRole("button", { name: "Approve $440.62" }).click();
  await expect(page.getByText("Choose approve or decline on every line first.")).toBeVisible();
  await expectFaultless(page);
  await choose(page, "Flush the brake fluid", "Decline");
  await page.getByRole("button", { name: "Approve $440.62" }).click();
  await expect(page.getByText("Approved in part")).toBeVisible();
}

/** The deposit first, with a card that the bank refuses before one that it takes; then the rest. */
async function payAll(page: Page): Promise<void> {
  await expect(page.getByRole("radio", { name: /^Deposit/ })).toBeChecked();
  await payWith(page, CARDS.declined);
  await expect(page.getByText("The card was declined. Try another one.")).toBeVisible();
  await payWith(page, CARDS.good);
  await expect(page.getByText("Paid in part")).toBeVisible();
  await expect(sum(page, "Left to pay", "$340.62").first()).toBeVisible();
  await payWith(page, CARDS.good);
  await expect(page.getByText("Everything is paid.")).toBeVisible();
  await expect(sum(page, "Total", "$440.62").first()).toBeVisible();
  await expectFaultless(page);
}

/** The workshop moves the repair along; the customer sees each step without a reload. */
async function work(workshopPage: Page, customerPage: Page): Promise<void> {
  await workshopPage.goto("/provider/repairs");
  await expect(column(workshopPage, "Received").getByText("Mia Torres")).toBeVisible();
  await expectFaultless(workshopPage);
  await workshopPage.getByRole("button", { name: /^Start work/ }).press("Enter");
  await expect(column(workshopPage, "In progress").getByText("Mia Torres")).toBeVisible();
  await expect(repairTimeline(customerPage)).toContainText("The work has begun.");
  await workshopPage.getByRole("button", { name: /^Mark as ready/ }).press("Enter");
  await expect(column(workshopPage, "Ready").getByText("Mia Torres")).toBeVisible();
  await expect(repairTimeline(customerPage)).toContainText("Ready to be picked up.");
  await column(workshopPage, "Ready").getByRole("link", { name: /Mia Torres/ }).click();
  await workshopPage.getByRole("button", { name: /^Hand over/ }).click();
  await expect(workshopPage.locator(".chip", { hasText: /^Completed$/ })).toBeVisible();
  await expect(repairTimeline(customerPage)).toContainText("Handed over.");
}

test("journey 8: a quote is written, approved in part, paid, and becomes a finished repair", async ({ world }) => {
  test.slow();
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const session = await finishedSession(who, by);
  await takeTexts(who, PHONE);
  const olga = await world.open(by, `/sessions/${session}/summary`);
  await writeQuote(olga);
  await expectDraftKept(olga);
  await sendQuote(olga);

  const letter = await mail(world.api, who.email, /Your quote from Harbor Garage/);
  const visitor = await world.visitor();
  await visitor.goto(link(letter, "/quote-links/"));
  await expect(visitor.getByText("From Harbor Garage, for your 2019 Subaru Outback")).toBeVisible();
  await expectFaultless(visitor);
  const mia = await world.open(who, "/dashboard");
  await expect(mia.getByText("A quote waits for your decision")).toBeVisible();
  await approveSome(mia);
  await expect(olga.getByText("Approved in part")).toBeVisible();
  await expect(olga.getByText("Mia Torres approved, $440.62 in all.")).toBeVisible();

  await payAll(mia);
  await work(olga, mia);
  await expect(mia.getByText("Warranty until")).toBeVisible();
  await mia.goto("/dashboard");
  await expect(mia.getByText("A quote waits for your decision")).toBeHidden();

  const [{ number }] = (await by.api.get<{ items: [Quote] }>("/quotes")).items;
  for (const page of [visitor, mia, olga]) await page.close();
  await world.server.end("SIGKILL");
  // a day and five minutes later one is asked for a review of the session, and of the repair
  await world.server.run(24 * 60 + 5);
  const steps = ["Work on your vehicle goes on", "Your vehicle is ready", "Your repair is completed"];
  const reviews = ["How was Harbor Garage?", "How was Harbor Garage?"];
  const read = [helpedBy(by), "Your quote from Harbor Garage", "Your receipt", "Your receipt", ...steps, ...reviews];
  const texts = { phone: PHONE, texts: [AGREED, QUOTED] };
  const wrote = [helped(who), `Mia Torres approved a part of quote ${number}`, "A repair was paid", "A repair was paid"];
  await expectTold(world, [who, read, texts], [by, wrote]);
});

test("journey 8: a declined quote comes again as a new revision, and more work asks anew", async ({ world }) => {
  test.slow();
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const session = await finishedSession(who, by);
  const quote = await sentQuote(by, session);
  const mia = await world.open(who, `/quotes/${quote.id}`);
  await mia.getByRole("button", { name: "Decline the quote" }).click();
  await mia.getByRole("dialog").getByLabel(/^Why/).fill("Too much for this month.");
  await mia.getByRole("dialog").getByRole("button", { name: "Decline the quote" }).click();
  await expect(mia.getByText("You declined this quote.")).toBeVisible();
  await expectFaultless(mia);

  const olga = await world.open(by, `/provider/quotes/${quote.id}`);
  await expect(olga.getByText("Too much for this month.")).toBeVisible();
  await expectFaultless(olga);
  await olga.getByRole("button", { name: "Write a new revision" }).click();
  await editorLine(olga, 3).getByRole("button", { name: "Remove line 3" }).click();
  await expect(sum(olga, "Total", "$440.62")).toBeVisible();
  await sendQuote(olga);
  await expect(mia.getByText("A newer revision took the place of this one.")).toBeVisible();
  await mia.getByRole("link", { name: "Open the newer revision" }).click();
  await mia.getByRole("button", { name: "Approve every line" }).click();
  await mia.getByLabel("Your name").fill("Mia Torres");
  await mia.getByRole("button", { name: "Approve $440.62" }).click();
  await expect(mia.getByText("You approved every line.")).toBeVisible();

  await olga.getByRole("link", { name: "Open the repair" }).click();
  await olga.getByRole("button", { name: "More work found" }).click();
  await olga.getByRole("button", { name: "Add a fee" }).click();
  await editorLine(olga, 1).getByLabel("Description").fill("Dispose of the old fluid");
  await editorLine(olga, 1).getByLabel("Amount").fill("12.50");
  await sendQuote(olga);
  await mia.goto("/quotes");
  await mia.getByRole("listitem").filter({ hasText: "Waits for you" }).getByRole("link").click();
  await choose(mia, "Dispose of the old fluid", "Approve");
  await mia.getByLabel("Your name").fill("Mia Torres");
  await mia.getByRole("button", { name: "Approve $12.50" }).click();
  await expect(sum(mia, "Approved", "$453.12")).toBeVisible();

  const quotes = (await by.api.get<{ items: Quote[] }>("/quotes")).items.map((it) => it.number);
  const asked = ["Your quote from Harbor Garage", "Your quote from Harbor Garage", "Harbor Garage asks for your approval"];
  const decided = [`Mia Torres declined quote ${quote.number}`, `Mia Torres approved quote ${quotes[1]}`, `Mia Torres approved quote ${quotes[0]}`];
  await expectTold(world, [who, [helpedBy(by), ...asked]], [by, [helped(who), ...decided]]);
});

test("journey 8: a promised time that slips asks for a reason, and a note stays inside", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const quote = await approvedQuote(who, by, await finishedSession(who, by));
  const olga = await world.open(by, `/provider/repairs/${quote.repair_id}`);
  const mia = await world.open(who, `/repairs/${quote.repair_id}`);
  await olga.getByLabel("Promise a time").fill("2035-05-07T16:00");
  await olga.getByRole("button", { name: "Save the time" }).click();
  await expect(repairTimeline(mia)).toContainText("Promised for");
  await expect(repairTimeline(olga)).toContainText("Promised for");
  await expect(olga.getByLabel("Promise a time")).toHaveValue("");
  await olga.getByLabel("Promise a time").fill("2035-05-08T16:00");
  await olga.getByRole("button", { name: "Save the time" }).click();
  await expect(olga.getByText("Fill this in.")).toBeVisible();
  await olga.getByLabel("Why it will be later").fill("The pads come a day later.");
  await olga.getByRole("button", { name: "Save the time" }).click();
  await expect(repairTimeline(mia)).toContainText("Later because: The pads come a day later.");
  await olga.getByLabel("Note", { exact: true }).fill("Key is in box 4.");
  await olga.getByLabel("Only for our side").check();
  await olga.getByRole("button", { name: "Add the note" }).click();
  await expect(repairTimeline(olga)).toContainText("Key is in box 4.");
  await expectFaultless(olga);
  await expectFaultless(mia);
  await mia.reload();
  await expect(repairTimeline(mia)).toContainText("Promised for");
  await expect(mia.getByText("Key is in box 4.")).toBeHidden();
  const before = [...helpedBy(by), "Your quote from Harbor Garage"];
  const decided = [...helped(who), `Mia Torres approved quote ${quote.number}`];
  await expectTold(world, [who, [before, "Your repair takes longer"]], [by, [decided]]);
});
