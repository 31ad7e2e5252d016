import { expectFaultless } from "../support/accessibility.ts";
import { customer, finishedSession, link, mail, workshop } from "../support/people.ts";
import { look } from "../support/picture.ts";
import { approvedQuote, choose, draftQuote, sentQuote, type Quote } from "../support/quotes.ts";
import { expect, test } from "../support/test.ts";

test("journey 8: quotes are shown by where they stand, and a new one begins with a customer of before", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const olga = await world.open(by, "/provider/quotes/new");
  await expect(olga.getByLabel("E-mail")).toBeVisible();
  await expect(olga.getByRole("main").getByRole("radio")).toHaveCount(0);
  const session = await finishedSession(who, by);
  const draft = await draftQuote(by, session);
  const sent = await sentQuote(by, session);

  await olga.goto("/provider/quotes");
  const filter = olga.getByRole("navigation", { name: "Show quotes" });
  const rows = olga.getByRole("list", { name: "Quotes" });
  await expect(rows.getByRole("listitem")).toHaveCount(2);
  await filter.getByRole("link", { name: "Draft" }).click();
  await expect(olga).toHaveURL(/\/provider\/quotes\?status=draft$/);
  await expect(rows.getByRole("link")).toHaveCount(1);
  await expect(rows.getByRole("link")).toHaveAttribute("href", `/provider/quotes/${draft.id}`);
  await expectFaultless(olga);
  await look(olga, "quotes");
  await olga.reload();
  await expect(rows.getByRole("listitem")).toHaveCount(1);
  await filter.getByRole("link", { name: "Sent" }).click();
  await expect(rows.getByRole("link")).toHaveAttribute("href", `/provider/quotes/${sent.id}`);
  await filter.getByRole("link", { name: "Expired" }).click();
  await expect(olga.getByText("None of your quotes stands at: Expired.")).toBeVisible();
  await olga.getByRole("link", { name: "Show all quotes" }).click();
  await expect(rows.getByRole("listitem")).toHaveCount(2);

  await olga.getByRole("link", { name: "New quote" }).click();
  await olga.getByRole("button", { name: "Start the draft" }).click();
  await expect(olga.getByText("Choose a customer.")).toBeVisible();
  await olga.getByLabel(/^Find the customer/).fill("nobody");
  await olga.getByRole("button", { name: "Search" }).press("Enter");
  await expect(olga.getByText("None of your customers has a name like this.")).toBeVisible();
  await olga.getByLabel(/^Find the customer/).fill("torr");
  await olga.getByRole("button", { name: "Search" }).press("Enter");
  await olga.getByRole("radio", { name: /^Mia Torres/ }).check();
  await expect(olga.getByLabel("Vehicle", { exact: true })).toHaveValue(who.vehicleId);
  await expectFaultless(olga);
  await look(olga, "quote-new");
  await olga.getByRole("button", { name: "Start the draft" }).press("Enter");
  await expect(olga.getByText("For Mia Torres, 2019 Subaru Outback")).toBeVisible();
});

test("journey 8: a declined quote can still be approved, and the proof says how it was given", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const quote = await sentQuote(by, await finishedSession(who, by));
  await who.api.post(`/customer/quotes/${quote.id}/decline`, { reason: "Too much for this month." });
  const mia = await world.open(who, `/quotes/${quote.id}`);
  await expect(mia.getByText("You declined this quote. As long as it holds, you can still approve it.")).toBeVisible();
  await mia.getByLabel("Your name").fill("Mia Torres");
  await mia.getByRole("button", { name: /^Approve \$/ }).click();
  await expect(mia.getByText("Approve at least one line first.")).toBeVisible();
  await expect(mia.getByRole("button", { name: "Decline the quote" })).toHaveCount(0);
  await choose(mia, "Front brake pads", "Approve");
  await expectFaultless(mia);
  await look(mia, "reopened");
  await mia.getByRole("button", { name: "Approve $140.62" }).press("Enter");
  await expect(mia.getByText("Approved in part")).toBeVisible();
  const said = { method: "phone", given_by: "Mia Torres", reason: "Go ahead with the pads." };
  const { lines } = await by.api.get<{ lines: { id: string; title: string }[] }>(`/quotes/${quote.id}`);
  const line_ids = lines.slice(0, 2).map((line) => line.id);
  await by.api.post(`/quotes/${quote.id}/authorizations`, { ...said, line_ids });

  const olga = await world.open(by, `/provider/quotes/${quote.id}`);
  const approvals = olga.getByRole("list", { name: "Recorded approvals" }).getByRole("listitem");
  await expect(approvals.first()).toContainText("Signed in, with the typed name");
  await expect(approvals.last()).toContainText("By phone");
  await expect(approvals.last()).toContainText("Recorded by");
  await expect(approvals.last()).toContainText("Go ahead with the pads.");
  await expect(approvals.last()).toContainText(/[0-9a-f]{64}/);
  await expectFaultless(olga);
  await look(olga, "proof");
  for (const [kind, name] of [["PDF", /\.pdf$/], ["JSON", /\.json$/]] as const) {
    const saving = olga.waitForEvent("download");
    await olga.getByRole("button", { name: `Download the proof (${kind})` }).click();
    expect((await saving).suggestedFilename()).toMatch(name);
  }
});

test("journey 8: who has only the link learns that the newer revision has a link of its own", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  await approvedQuote(who, by, await finishedSession(who, by));
  const first = await by.api.post<Quote>("/quotes", {
    customer_name: "Noa Levi",
    customer_email: "noa.levi@example.com",
    vehicle: "2015 Mazda 3",
    lines: [{ kind: "labor", title: "Replace the battery", quantity_thousandths: 1_000, unit_cents: 8_000 }],
  });
  await by.api.post(`/quotes/${first.id}/send`);
  const old = link(await mail(world.api, "noa.levi@example.com"), "/quote-links/");
  const next = await by.api.post<Quote>(`/quotes/${first.id}/revise`);
  await by.api.post(`/quotes/${next.id}/send`);
  const noa = await world.visitor();
  await noa.goto(old);
  await expect(noa.getByText("The newer revision was sent by e-mail, with a link of its own.")).toBeVisible();
  await expect(noa.getByRole("link", { name: "Open the newer revision" })).toHaveCount(0);
  await expectFaultless(noa);
  await look(noa, "newer-mailed");
});
