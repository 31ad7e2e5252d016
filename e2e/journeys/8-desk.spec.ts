import { expectFaultless } from "../support/accessibility.ts";
import { expectTold, helped, helpedBy } from "../support/messages.ts";
import { customer, finishedSession, workshop } from "../support/people.ts";
import { approvedQuote, choose, column, draftQuote, editorLine, expectSaved, sentQuote, sum } from "../support/quotes.ts";
import { expect, test } from "../support/test.ts";

test("journey 8: lines are kept as a template and put into the next draft", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const session = await finishedSession(who, by);
  const first = await draftQuote(by, session);
  const olga = await world.open(by, `/provider/quotes/${first.id}`);
  await olga.getByRole("button", { name: "Save as a template" }).click();
  await olga.getByRole("dialog").getByLabel(/^Name/).fill("Front brakes");
  await expectFaultless(olga);
  await olga.getByRole("dialog").getByRole("button", { name: "Save as a template" }).click();
  await expect(olga.getByText("The template Front brakes is saved.")).toBeVisible();

  const next = await by.api.post<{ id: string }>("/quotes", { session_id: session, lines: [] });
  await olga.goto(`/provider/quotes/${next.id}`);
  await olga.getByRole("button", { name: "Insert a template" }).click();
  await expect(olga.getByRole("dialog").getByText("3 lines")).toBeVisible();
  await expectFaultless(olga);
  await olga.getByRole("dialog").getByRole("button", { name: "Delete Front brakes" }).click();
  await olga.getByRole("button", { name: "Undo" }).click();
  await expect(olga.getByText("The template Front brakes is saved.")).toBeVisible();
  await olga.getByRole("button", { name: "Insert a template" }).click();
  await olga.getByRole("dialog").getByRole("button", { name: "Insert Front brakes" }).click();
  await expect(editorLine(olga, 3).getByLabel("Description")).toHaveValue("Flush the brake fluid");
  await expect(sum(olga, "Subtotal", "$509.90")).toBeVisible();
  await expectSaved(olga);
});

test("journey 8: an approval by phone is recorded, and what was declined stays on the customer's list", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const quote = await sentQuote(by, await finishedSession(who, by));
  const olga = await world.open(by, `/provider/quotes/${quote.id}`);
  await olga.getByRole("button", { name: "Record an approval" }).click();
  const dialog = olga.getByRole("dialog");
  await dialog.getByRole("button", { name: "Record the approval" }).click();
  await expect(dialog.getByText("Choose at least one line.")).toBeVisible();
  await expectFaultless(olga);
  await dialog.getByRole("checkbox", { name: /^Replace the front pads/ }).check();
  await dialog.getByLabel(/^What was said/).fill("Go ahead with the pads, the rest on Friday.");
  await dialog.getByRole("button", { name: "Record the approval" }).click();
  await expect(olga.getByText("Mia Torres approved, $300.00 in all.")).toBeVisible();

  const mia = await world.open(who, `/quotes/${quote.id}`);
  await choose(mia, "Front brake pads", "Approve");
  await choose(mia, "Flush the brake fluid", "Decline");
  await mia.getByLabel("Your name").fill("Mia Torres");
  await mia.getByRole("button", { name: "Approve $440.62" }).click();
  await expect(mia.getByText("Approved in part")).toBeVisible();
  await mia.goto("/quotes");
  await mia.getByRole("link", { name: "Declined lines" }).click();
  await expect(mia.getByRole("link", { name: "Flush the brake fluid" })).toBeVisible();
  const plan = mia.getByLabel("What to do about Flush the brake fluid");
  await plan.selectOption("Remind me on a day");
  await mia.getByRole("button", { name: "Save the day" }).click();
  await expect(mia.getByText("Choose a day to come.")).toBeVisible();
  await expectFaultless(mia);
  await mia.getByLabel("Day for Flush the brake fluid").fill("2035-05-07");
  await mia.getByRole("button", { name: "Save the day" }).click();
  await expect(mia.getByText("Snoozed until May 7, 2035")).toBeVisible();
  await plan.selectOption("Done elsewhere");
  await expect(mia.getByText("Snoozed until May 7, 2035")).toBeHidden();
  await mia.reload();
  await expect(plan).toHaveValue("done_elsewhere");
  await expectTold(
    world,
    [who, [[...helpedBy(by), "Your quote from Harbor Garage"]]],
    [by, [helped(who), `Mia Torres approved a part of quote ${quote.number}`]],
  );
});

test("journey 8: a card is dragged along the board, and one that cannot go there says why", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const quote = await approvedQuote(who, by, await finishedSession(who, by));
  const olga = await world.open(by, "/provider/repairs", { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false });
  const card = olga.getByRole("listitem").filter({ hasText: "Mia Torres" });
  await card.dragTo(column(olga, "In progress"));
  await expect(column(olga, "In progress").getByText("Mia Torres")).toBeVisible();
  await card.dragTo(column(olga, "Received"));
  await expect(olga.getByText(/is in progress and can go on to: /)).toBeVisible();
  await expect(column(olga, "In progress").getByText("Mia Torres")).toBeVisible();
  await olga.route(/\/repairs\/[^/]+\/status/, (route) => route.abort());
  await card.dragTo(column(olga, "Ready"));
  await expect(column(olga, "In progress").getByText("Mia Torres")).toBeVisible();
  await expectFaultless(olga);
  await expectTold(
    world,
    [who, [[...helpedBy(by), "Your quote from Harbor Garage"], "Work on your vehicle goes on"]],
    [by, [[...helped(who), `Mia Torres approved quote ${quote.number}`]]],
  );
});
