import { accept, customer, mechanic, wish } from "../support/people.ts";
import { Stripe } from "../support/stripe.ts";
import { expect, play, test as base, type World } from "../support/test.ts";
import { expectFaultless } from "../support/accessibility.ts";

const test = base.extend<{ stripe: Stripe; paid: World }>({
  stripe: async ({}, use) => {
    const stripe = await Stripe.start();
    await use(stripe);
    await stripe.stop();
  },
  paid: async ({ browser, stripe }, use) => {
    const run = async (world: World) => {
      stripe.webhooks = `${world.server.url}/api/v1/webhooks/stripe`;
      await use(world);
    };
    await play("empty", browser, run, stripe.settings);
  },
});

test("where Stripe is configured, a card is typed into Stripe's fields, refused once, then held and charged", async ({ stripe, paid }) => {
  const who = await customer(paid.api, "Mia Torres");
  const by = await mechanic(paid.api, "Sam Ortega");
  const { request } = await wish(who);
  const page = await paid.open(who, `/requests/${request.id}/pay`);
  const card = page.getByRole("group", { name: "Card" }).getByRole("textbox", { name: "Card number" });
  await expect(card).toBeVisible();
  await expectFaultless(page);
  const pay = page.getByRole("button", { name: /^Pay \$/ });

  await card.fill("4242");
  await card.blur();
  await expect(page.getByRole("alert")).toContainText("Your card number is incomplete.");
  await card.fill("4000000000000002");
  await card.blur();
  await pay.click();
  await expect(page.getByRole("alert")).toContainText("Your card was declined.");
  expect(stripe.intents.get("pi_1")?.status).toBe("requires_payment_method");

  await card.fill("4242424242424242");
  await card.blur();
  await pay.click();
  await expect(card).toBeHidden();
  expect(stripe.intents.get("pi_1")).toMatchObject({ status: "requires_capture", amount: 1500 });

  const session = await accept(by, request.id);
  await by.api.post(`/sessions/${session}/start`);
  await expect.poll(() => stripe.intents.get("pi_1")?.amount_received).toBe(1500);
});
