import { expectFaultless } from "../support/accessibility.ts";
import { link, mail, workshop } from "../support/people.ts";
import { repairTimeline } from "../support/quotes.ts";
import { expect, test } from "../support/test.ts";

const RUTH = "ruth.vega@example.com";

test("journey 8: somebody without an account follows the repair by the link of a message, and reviews it", async ({ world }) => {
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const quote = await by.api.post<{ id: string }>("/quotes", {
    customer_email: RUTH,
    customer_name: "Ruth Vega",
    vehicle: "2011 Honda Fit",
    lines: [{ kind: "labor", title: "Replace the front pads", quantity_thousandths: 2_500, unit_cents: 12_000 }],
  });
  await by.api.post(`/quotes/${quote.id}/send`);
  const page = await world.visitor();
  await page.goto(link(await mail(world.api, RUTH, /Your quote from Harbor Garage/), "/quote-links/"));
  await expect(page.getByText("You pay no more than the total that you approve.")).toBeVisible();
  const token = page.url().split("/").pop() ?? "";
  const { repair_id } = await world.api.post<{ repair_id: string }>(`/quote-links/${token}/approve`, { typed_name: "Ruth Vega" });
  await by.api.patch(`/repairs/${repair_id}/status`, { status: "in_progress", note: "The pads are in." });

  await page.goto(link(await mail(world.api, RUTH, /Work on your vehicle goes on/), "/repair-links/"));
  await expect(page.getByRole("heading", { level: 1, name: /2011 Honda Fit/ })).toBeVisible();
  await expect(repairTimeline(page).getByText("The pads are in.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Make an account" })).toBeVisible();
  await expectFaultless(page);

  for (const status of ["ready", "completed"]) await by.api.patch(`/repairs/${repair_id}/status`, { status });
  await page.goto(link(await mail(world.api, RUTH, /Your repair is completed/), "/repair-links/"));
  await page.getByRole("radio", { name: /^4/ }).check({ force: true });
  await page.getByLabel("What should others know?").fill("Done on time.");
  await expectFaultless(page);
  await page.getByRole("button", { name: "Send the review" }).click();
  await expect(page.getByText("You reviewed this repair already.")).toBeVisible();
  await expectFaultless(page);

  await page.goto("/repair-links/0123456789abcdef");
  await expect(page.getByRole("alert")).toContainText("Not found.");
  await expect(page.getByText("2011 Honda Fit")).toBeHidden();
});
