import { expect, type Locator, type Page } from "@playwright/test";

/** The smallest picture that a browser and an image library both take: one dot. */
export const PICTURE = {
  name: "front left.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
    "base64",
  ),
};

/** A document of one empty page. */
export const DOCUMENT = {
  name: "inspection.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from(
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
  ),
};

/** The conversation. */
export const lines = (page: Page): Locator => page.getByRole("list", { name: "Messages" });

/** One line of the conversation. */
export const line = (page: Page, text: string): Locator => lines(page).getByRole("listitem").filter({ hasText: text });

/** Says that the room of a session with `name` is open and live or waiting. */
export async function expectRoom(page: Page, name: string): Promise<void> {
  await expect(page).toHaveURL(/\/sessions\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1, name: `Session with ${name}` })).toBeVisible();
}

/** Writes a message and sends it with Enter. */
export async function write(page: Page, text: string): Promise<void> {
  const field = page.getByRole("textbox", { name: "Message" });
  await field.fill(text);
  await field.press("Enter");
  await expect(field).toHaveValue("");
}

/** Sends a file by itself. */
export async function sendFile(page: Page, file: typeof PICTURE): Promise<void> {
  await page.getByLabel("Add files").setInputFiles(file);
  await expect(page.getByRole("button", { name: `Remove ${file.name}` })).toBeVisible();
  await page.getByRole("button", { name: "Send" }).click();
}

/** Ends the session after the question. */
export async function endSession(page: Page): Promise<void> {
  await page.getByRole("button", { name: "End the session" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End the session" }).click();
  await expect(page.getByRole("heading", { name: "The session has ended" })).toBeVisible();
}
