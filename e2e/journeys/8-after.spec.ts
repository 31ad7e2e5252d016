import { expectFaultless } from "../support/accessibility.ts";
import { expectTold, helped, helpedBy } from "../support/messages.ts";
import { customer, finishedSession, link, mail, workshop } from "../support/people.ts";
import { approvedQuote, completed, sentQuote } from "../support/quotes.ts";
import { expect, test } from "../support/test.ts";

test("journey 8: after the repair one is asked once to save the provider, and for a review", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const quote = await approvedQuote(who, by, await finishedSession(who, by));
  const mia = await world.open(who, `/repairs/${quote.repair_id}`);
  await expect(mia.getByRole("heading", { name: "What happened when" })).toBeVisible();
  await expect(mia.getByText("How was it?")).toBeHidden();
  await completed(by, quote.repair_id);
  const question = mia.getByRole("heading", { name: "Save Harbor Garage to your favorites?" });
  await expect(question).toBeVisible();
  await expectFaultless(mia);
  await mia.getByRole("button", { name: "Save to favorites" }).click();
  await expect(question).toBeHidden();
  await mia.getByRole("radio", { name: /^5/ }).check({ force: true });
  await mia.getByLabel(/^What should others know/).fill("Quick and honest.");
  await mia.getByRole("button", { name: "Send the review" }).click();
  await expect(mia.getByText("You reviewed this repair already.")).toBeVisible();
  await mia.reload();
  await expect(mia.getByText("You reviewed this repair already.")).toBeVisible();
  await expect(question).toBeHidden();
  const steps = ["Work on your vehicle goes on", "Your vehicle is ready", "Your repair is completed"];
  const decided = [...helped(who), `Mia Torres approved quote ${quote.number}`];
  await expectTold(
    world,
    [who, [[...helpedBy(by), "Your quote from Harbor Garage"], steps]],
    [by, [decided, "Mia reviewed you"]],
  );
});

test("journey 8: a question about a quote is answered beside it, with an account and by the link", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const quote = await sentQuote(by, await finishedSession(who, by));
  const mia = await world.open(who, `/quotes/${quote.id}`);
  const olga = await world.open(by, `/provider/quotes/${quote.id}`);
  await mia.getByRole("button", { name: "Send the message" }).click();
  await expect(mia.getByText("Write 1 to 1,000 characters.")).toBeVisible();
  await mia.getByLabel(/^Ask Harbor Garage a question/).fill("Are the pads ceramic?");
  await mia.getByRole("button", { name: "Send the message" }).click();
  const thread = (page: typeof mia) => page.getByRole("list", { name: "Questions and answers" });
  await expect(thread(mia)).toContainText("Are the pads ceramic?");
  await expect(thread(olga)).toContainText("Are the pads ceramic?");
  expect((await mail(world.api, by.email, /A message about quote/)).text).toContain("Are the pads ceramic?");
  await olga.getByLabel(/^Write to Mia Torres/).fill("Yes, front and rear.");
  await olga.getByRole("button", { name: "Send the message" }).click();
  await expect(thread(mia)).toContainText("Yes, front and rear.");
  await expectFaultless(mia);
  await expectFaultless(olga);

  const visitor = await world.visitor();
  await visitor.goto(link(await mail(world.api, who.email, /Your quote from Harbor Garage/), "/quote-links/"));
  await expect(thread(visitor)).toContainText("Yes, front and rear.");
  await visitor.getByLabel(/^Ask Harbor Garage a question/).fill("And how long does it take?");
  await visitor.getByRole("button", { name: "Send the message" }).click();
  await expect(thread(visitor)).toContainText("And how long does it take?");
  await expect(thread(olga)).toContainText("And how long does it take?");
  const written = `A message about quote ${quote.number}`;
  await expectTold(
    world,
    [who, [[...helpedBy(by), "Your quote from Harbor Garage"], written]],
    [by, [helped(who), written, written]],
  );
});
