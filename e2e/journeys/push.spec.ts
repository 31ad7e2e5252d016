import type { CDPSession } from "@playwright/test";
import { customer, login, type Customer } from "../support/people.ts";
import { expect, type Page, test, type World } from "../support/test.ts";

const NEWS = { title: "Your summary is ready", body: "Sam Ortega has written it down.", path: "/vehicles", tag: "one" };

/** A browser of `who` whose service worker is at work and which may show messages. */
async function browserOf(world: World, who: Customer): Promise<Page> {
  const page = await world.open(who, "/settings/messages", { serviceWorkers: "allow", permissions: ["notifications"] });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  return page;
}

/** Has this browser take messages. */
async function begin(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Show messages here" }).click();
  await expect(page.getByRole("button", { name: "Stop showing them" })).toBeVisible();
}

/** How many browsers take messages for `who`. */
async function browsers(world: World, who: Customer): Promise<number> {
  const api = await login(world.api, "customer", who.email);
  return (await api.get<{ push_browsers: number }>("/me/notification-preferences")).push_browsers;
}

/** Brings a message to the page's service worker, as a push service does. */
async function deliver(page: Page, data: object): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const registered = new Promise<string>((found) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => page.url().startsWith(scopeURL));
      if (own) found(own.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  const { origin } = new URL(page.url());
  await session.send("ServiceWorker.deliverPushMessage", { origin, registrationId: await registered, data: JSON.stringify(data) });
  await session.detach();
}

/** What the browser shows. */
const shown = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
  });

/** Presses the message that is shown, as the worker is told of it. */
async function pressMessage(page: Page): Promise<void> {
  const worker = page.context().serviceWorkers()[0] ?? (await page.context().waitForEvent("serviceworker"));
  await worker.evaluate(async () => {
    // the types of this file are those of a page, not of a worker
    const scope = globalThis as unknown as { registration: ServiceWorkerRegistration };
    const [notification] = await scope.registration.getNotifications();
    const Pressed = Reflect.get(globalThis, "NotificationEvent") as new (type: string, of: object) => Event;
    dispatchEvent(new Pressed("notificationclick", { notification }));
  });
}

test("a message is shown, and leads to its page", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const mia = await browserOf(world, who);
  await begin(mia);
  expect(await browsers(world, who)).toBe(1);
  await deliver(mia, NEWS);
  await expect.poll(() => shown(mia)).toEqual(["Your summary is ready: Sam Ortega has written it down."]);
  await pressMessage(mia);
  await expect(mia).toHaveURL(/\/vehicles$/);
  await expect(mia.getByRole("heading", { level: 1, name: "Vehicles" })).toBeVisible();
  expect(await shown(mia)).toEqual([]);
  // what is about nothing in particular leads to the list of everything
  await deliver(mia, { ...NEWS, path: "/notices", tag: "two" });
  await expect.poll(() => shown(mia)).toHaveLength(1);
  await pressMessage(mia);
  await expect(mia.getByRole("heading", { level: 1, name: "Notices" })).toBeVisible();
});

test("whoever signs out takes their messages along", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const mia = await browserOf(world, who);
  await begin(mia);
  await deliver(mia, NEWS);
  await expect.poll(() => shown(mia)).toHaveLength(1);
  const ended = mia.waitForRequest((request) => request.method() === "DELETE" && request.url().includes("/me/push-subscriptions"));
  await mia.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await ended;
  await expect(mia.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
  expect(await browsers(world, who)).toBe(0);
  expect(await shown(mia)).toEqual([]);
  expect(await mia.evaluate(() => localStorage.getItem("pitlane.push-stand-in"))).toBeNull();
  expect(await mia.evaluate(async () => (await (await navigator.serviceWorker.ready).pushManager.getSubscription()) === null)).toBe(true);
});

test("a sign-in that is ended elsewhere ends its messages, on the server at once", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const mia = await browserOf(world, who);
  await begin(mia);
  await deliver(mia, NEWS);
  await expect.poll(() => shown(mia)).toHaveLength(1);
  const { items } = await who.api.get<{ items: { id: string; current: boolean; user_agent: string }[] }>("/me/sign-ins");
  for (const { id } of items.filter(({ current }) => !current)) await who.api.delete(`/me/sign-ins/${id}`);
  expect(await browsers(world, who)).toBe(0);
  await mia.reload();
  await expect(mia).toHaveURL(/\/sign-in/);
  await expect.poll(() => shown(mia)).toEqual([]);
  expect(await mia.evaluate(() => localStorage.getItem("pitlane.push-stand-in"))).toBeNull();
});
