import { customer, favorite, finishedSession, mechanic } from "../support/people.ts";
import { expect, type Page, test } from "../support/test.ts";

/** Counts what a person does: each press, each field that is filled in. */
class Hand {
  inputs = 0;

  constructor(private readonly page: Page) {}

  async press(role: "button" | "link" | "radio", name: string | RegExp): Promise<void> {
    this.inputs += 1;
    await this.page.getByRole("main").getByRole(role, { name }).first().click();
  }

  async fill(label: string, text: string): Promise<void> {
    this.inputs += 1;
    await this.page.getByLabel(label).fill(text);
  }
}

test("booking a favorite again takes two clicks, and at least 70 % fewer inputs than the first booking", async ({ world }, info) => {
  const newcomer = await customer(world.api, "Noor Haddad");
  await newcomer.api.delete(`/customer/vehicles/${newcomer.vehicleId}`);
  const first = await world.open(newcomer, "/dashboard");
  const once = new Hand(first);
  await once.press("link", "Get help now");
  await once.fill("Year", "2016");
  await once.fill("Make", "Honda");
  await once.fill("Model", "Civic");
  await once.press("button", "Save");
  await once.fill("Describe it", "It does not start.");
  await once.press("button", "Continue");
  await once.press("radio", /^Chat/);
  await once.press("button", "Continue to payment");
  await expect(first.getByLabel("Card number")).toBeVisible();

  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  await finishedSession(who, by);
  await favorite(who, by);
  const second = await world.open(who, "/dashboard");
  const again = new Hand(second);
  await again.press("button", `Book ${by.name} again`);
  await again.press("link", "Continue");
  await expect(second.getByLabel("Card number")).toBeVisible();

  const fewer = 1 - again.inputs / once.inputs;
  const sizes = `first booking ${once.inputs} inputs, booking again ${again.inputs} clicks: ${(fewer * 100).toFixed(0)} % fewer`;
  info.annotations.push({ type: "inputs", description: sizes });
  console.log(`      ${info.project.name}: ${sizes}`);
  expect(again.inputs).toBeLessThanOrEqual(2);
  expect(fewer).toBeGreaterThanOrEqual(0.7);
});
