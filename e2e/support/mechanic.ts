import { expect, type Locator, type Page } from "@playwright/test";

/** The sheet of the offer whose request says `concern`. */
export const offerOf = (page: Page, concern: string): Locator =>
  page.getByRole("main").getByRole("listitem").filter({ hasText: concern });

/** Takes the request that says `concern`. */
export async function takeOffer(page: Page, concern: string): Promise<void> {
  await offerOf(page, concern).getByRole("button", { name: /^Accept/ }).click();
}

/** Declines the request that says `concern`, and confirms it. */
export async function declineOffer(page: Page, concern: string): Promise<void> {
  await offerOf(page, concern).getByRole("button", { name: /^Decline/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Decline" }).click();
  await expect(page.getByText("You declined the request.")).toBeVisible();
}

/** Says that nobody asks the mechanic for anything. */
export async function expectNoOffers(page: Page): Promise<void> {
  await expect(page.getByText("No requests right now").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Accept/ })).toHaveCount(0);
}

/** Switches the mechanic's availability on the page of the day. */
export async function comeOnline(page: Page): Promise<void> {
  await page.getByRole("switch", { name: "Available for requests" }).click();
  await expect(page.getByRole("switch", { name: "Available for requests" })).toBeChecked();
}
