import { type Browser, type BrowserContext, type BrowserContextOptions, expect, type Page, test as base } from "@playwright/test";
import { Api } from "./api.ts";
import { PASSWORD, type Person } from "./people.ts";
import { Server } from "./server.ts";

export { expect, type Page };

/** Collects what a page complains about: exceptions, warnings, refused content, failed answers. */
function listen(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    // the browser logs each answer of 400 and above and each lost connection; those are the journey's business
    const expected = /^Failed to load resource|^WebSocket connection to|^Service Worker registration blocked/.test(text);
    // the browsers of these tests keep nothing, and so have no push service
    const without = text.startsWith("Chrome currently does not support the Push API in incognito mode");
    // hints of the web framework to its developers, which a build without optimisation prints
    const ordinary = expected || without || text.startsWith("At web/src/");
    if (["error", "warning"].includes(message.type()) && !ordinary) complaints.push(`console: ${text.slice(0, 300)}`);
  });
  page.on("response", (answer) => {
    if (answer.status() >= 500) complaints.push(`${answer.status()} from ${answer.request().method()} ${answer.url()}`);
  });
}

/** A server of its own, and the browsers of several people. */
export class World {
  /** What the pages complained about; must be empty at the end. */
  readonly complaints: string[] = [];
  /** The API for whoever is not signed in. */
  readonly api: Api;
  private readonly contexts: BrowserContext[] = [];

  constructor(
    readonly server: Server,
    private readonly browser: Browser,
  ) {
    this.api = new Api(server.url);
  }

  /** A browser of somebody who is not signed in. */
  async visitor(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ baseURL: this.server.url, ...options });
    this.contexts.push(context);
    context.on("page", (page) => listen(page, this.complaints));
    return context.newPage();
  }

  /** A browser of somebody who signed in before, at `path`. */
  async open(person: Pick<Person, "email" | "role">, path: string, options: BrowserContextOptions = {}, password = PASSWORD): Promise<Page> {
    const localStorage = [{ name: "pitlane.was-signed-in", value: "yes" }];
    const page = await this.visitor({ storageState: { cookies: [], origins: [{ origin: this.server.url, localStorage }] }, ...options });
    const { email, role } = person;
    const answer = await page.request.post(`/api/v1/${role}/login`, { data: { email, password } });
    expect(answer.status(), `${email} signs in`).toBe(200);
    await page.goto(path);
    return page;
  }

  async close(): Promise<void> {
    for (const context of this.contexts) await context.close();
    await this.server.end("SIGTERM");
  }
}

/** A world for one test, whose server has `more` settings. */
export async function play(
  data: "empty" | "demo",
  browser: Browser,
  use: (world: World) => Promise<void>,
  more: Record<string, string> = {},
): Promise<void> {
  const server = await Server.start(data, more);
  const world = new World(server, browser);
  await use(world);
  await world.close();
  const log = server.log.slice(-4000);
  await server.stop();
  expect([...new Set(world.complaints)], `the server wrote:\n${log}`).toEqual([]);
}

/** A test that plays in a world of its own: empty, or with the demo's people and history. */
export const test = base.extend<{ world: World; demo: World }>({
  world: ({ browser }, use) => play("empty", browser, use),
  demo: ({ browser }, use) => play("demo", browser, use),
});

/** Signs in through the form. */
export async function signIn(page: Page, { email, password = PASSWORD }: { email: string; password?: string }): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}
