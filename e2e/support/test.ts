import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, type BrowserContextOptions, expect, type Page, test as base } from "@playwright/test";
import type { Person } from "./people.ts";
import { Server } from "./server.ts";

export { expectAccessible } from "./accessibility.ts";
export * from "./outbox.ts";
export * from "./people.ts";
export { expect, type Page, type Server };

const pictures = resolve(import.meta.dirname, "../test-results/pictures");

interface Fixtures {
  /** What went wrong inside the pages of this test; it must be empty at the end. */
  complaints: string[];
  /** Opens a browser of its own for one more person, signed out. */
  visitor: () => Promise<Page>;
  /** Opens a browser of its own and signs the person in through the form. */
  signedIn: (person: Person) => Promise<Page>;
  /** Keeps a picture of the page under test-results/pictures, named by the size and by `name`. */
  picture: (page: Page, name: string) => Promise<void>;
}

/** Collects what a page complains about: exceptions, refused content, failed calls. */
function listen(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    // the browser itself logs each answer of 400 and above; those are the journey's business
    if (message.type() === "error" && !text.startsWith("Failed to load resource")) complaints.push(`console: ${text}`);
  });
  page.on("response", (answer) => {
    if (answer.status() >= 500) complaints.push(`${answer.status()} from ${answer.url()}`);
  });
}

async function open(browser: Browser, options: BrowserContextOptions, complaints: string[]): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  listen(page, complaints);
  return page;
}

/** Fills the sign-in form and waits until the app has left it. */
export async function signIn(page: Page, person: Pick<Person, "email" | "password">): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}

export const test = base.extend<Fixtures, { server: Server }>({
  // Two browsers at once are two servers: what one journey does is not seen by another worker's.
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  complaints: async ({ server }, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints, `the server wrote:\n${server.log().slice(-2000)}`).toEqual([]);
  },
  page: async ({ page, complaints }, use) => {
    listen(page, complaints);
    await use(page);
  },
  visitor: async ({ browser, baseURL, complaints }, use) => {
    const pages: Page[] = [];
    await use(async () => {
      const page = await open(browser, { baseURL }, complaints);
      pages.push(page);
      return page;
    });
    for (const page of pages) await page.context().close();
  },
  signedIn: async ({ visitor }, use) => {
    await use(async (person) => {
      const page = await visitor();
      await signIn(page, person);
      return page;
    });
  },
  picture: async ({}, use, { project }) => {
    mkdirSync(pictures, { recursive: true });
    await use(async (page, name) => {
      await page.screenshot({ path: join(pictures, `${name}-${project.name}.png`), fullPage: true, animations: "disabled" });
    });
  },
});
