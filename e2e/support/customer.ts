import { type APIResponse, expect, type Page } from "@playwright/test";

/** The cards of the sandbox. */
export const CARDS = {
  good: "4242 4242 4242 4242",
  authentication: "4000 0025 0000 3155",
  declined: "4000 0000 0000 0002",
};

/** Types a card and presses the button that pays. */
export async function payWith(page: Page, number: string): Promise<void> {
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel("Expires").fill("12/34");
  await page.getByLabel("Security code").fill("123");
  await page.getByRole("button", { name: /^Pay \$/ }).click();
}

/** The paid request's page; answers the request's id. */
export async function onRequestPage(page: Page): Promise<string> {
  await expect(page).toHaveURL(/\/requests\/[0-9a-f-]{36}/);
  return /requests\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
}

/** Presses "Book again" at a favorite; answers the dialog that opens. */
export async function bookAgain(page: Page, name: string) {
  await page.getByRole("button", { name: `Book ${name} again` }).click();
  return page.getByRole("dialog");
}

/** One line of a request's timeline. */
export const timeline = (page: Page) => page.getByRole("list", { name: "What happened when" });

/** Opens the dashboard anew and lets it keep the favorites that it gets first: a page that has not heard of what follows. */
export async function keepFavorites(page: Page): Promise<void> {
  let first: Promise<APIResponse> | undefined;
  await page.route("**/api/v1/customer/favorites*", async (route) => {
    if (route.request().method() !== "GET") return route.continue();
    first ??= route.fetch();
    return route.fulfill({ response: await first });
  });
  await page.goto("/dashboard");
  await expect(page.getByRole("list", { name: "Favorites" })).toBeVisible();
}
