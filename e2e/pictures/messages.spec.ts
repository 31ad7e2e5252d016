import { takeTexts } from "../support/messages.ts";
import { customer, finishedSession, mechanic, workshop } from "../support/people.ts";
import { picture } from "../support/picture.ts";
import { approvedQuote, sentQuote } from "../support/quotes.ts";
import { staff } from "../support/staff.ts";
import { expect, test } from "../support/test.ts";

test("notices", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const mia = await world.open(who, "/notices");
  await picture(mia, "notices-none");
  await mia.goto("/vehicles");
  await expect(mia.getByRole("heading", { level: 1, name: "Vehicles" })).toBeVisible();
  const session = await finishedSession(who, by);
  await sentQuote(by, session);
  await expect(mia.locator(".toast")).toHaveCount(0, { timeout: 20_000 });
  await picture(mia, "vehicles-unread");
  await mia.goto("/notices");
  await expect(mia.getByText("New", { exact: true })).toHaveCount(5);
  await picture(mia, "notices");
  const sam = await world.open(by, "/provider");
  await picture(sam, "today-notices");
});

test("staff's messages", async ({ world }) => {
  test.slow();
  const who = await customer(world.api, "Mia Torres");
  await takeTexts(who, "+15125550143");
  const by = await mechanic(world.api, "Sam Ortega");
  for (let n = 0; n < 3; n += 1) await finishedSession(who, by);
  const ada = await staff(world, "/admin/messages");
  await picture(ada, "messages");
  await ada.getByRole("button", { name: "End messages" }).click();
  await picture(ada, "messages-end");
  await ada.getByRole("button", { name: "Send a text" }).click();
  await picture(ada, "messages-text");
  await ada.goto("/admin/messages?kind=summary_ready&channel=email");
  await ada.getByRole("list", { name: "Sent messages" }).getByRole("link").first().click();
  await picture(ada, "message-life");
  await ada.goto("/admin/messages/templates");
  await picture(ada, "message-templates");
  for (const [kind, name] of [
    ["summary_ready", "message-template"],
    ["summary_ready?colours=dark", "message-template-dark"],
    ["repair_moved?case=2", "message-template-cases"],
    ["start_nudge", "message-template-text"],
  ] as const) {
    await ada.goto(`/admin/messages/templates/${kind}`);
    await picture(ada, name);
  }
});

test("the service of a customer's vehicle", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const { repair_id: repair } = await approvedQuote(who, by, await finishedSession(who, by));
  const olga = await world.open(by, `/provider/repairs/${repair}`);
  await picture(olga, "repair-service-link");
  await olga.goto(`/provider/vehicles/${who.vehicleId}`);
  await olga.getByRole("button", { name: "Change: Brake fluid" }).click();
  await picture(olga, "service-provider");
});
