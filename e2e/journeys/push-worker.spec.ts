import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import { expect, test } from "@playwright/test";

const SOURCE = join(resolve(import.meta.dirname, "../.."), "web/static/sw.js");
const ORIGIN = "https://pitlane.example";

type Listener = (event: object) => void;

/** The app's service worker with a browser around it that writes down what it is asked to do. */
function worker() {
  const listeners: Record<string, Listener> = {};
  const shown: { title: string; options: Record<string, unknown> }[] = [];
  const opened: string[] = [];
  const around = createContext({
    URL,
    location: { origin: ORIGIN },
    addEventListener: (name: string, listener: Listener) => (listeners[name] = listener),
    registration: { showNotification: async (title: string, options: Record<string, unknown>) => void shown.push({ title, options }) },
    clients: { matchAll: async () => [], openWindow: async (url: string) => void opened.push(url) },
  });
  runInContext(readFileSync(SOURCE, "utf8").replace("__BUILD_ID__", "1").replace("__PRECACHE__", "[]"), around);
  const dispatch = async (name: string, event: object) => {
    let done: Promise<unknown> = Promise.resolve();
    listeners[name]?.({ ...event, waitUntil: (until: Promise<unknown>) => (done = until) });
    await done;
  };
  return {
    shown,
    opened,
    push: (payload: object) => dispatch("push", { data: { json: () => payload } }),
    click: (action: string) =>
      dispatch("notificationclick", { action, notification: { close: () => {}, data: shown.at(-1)?.options.data } }),
  };
}

const MESSAGE = {
  title: "Your summary is ready",
  body: "Sam wrote down what was found.",
  path: "/sessions/1/summary",
  tag: "1",
  reason: "Because you booked on Pitlane.",
};

test("a message in the browser says why it comes, and its button opens the page that ends such messages", async () => {
  const browser = worker();
  await browser.push({ ...MESSAGE, stop: { label: "Stop these", path: "/unsubscribe?token=signed" } });
  expect(browser.shown[0]?.title).toBe(MESSAGE.title);
  expect(browser.shown[0]?.options).toMatchObject({
    body: "Sam wrote down what was found.\nBecause you booked on Pitlane.",
    actions: [{ action: "stop", title: "Stop these" }],
  });
  await browser.click("stop");
  await browser.click("");
  expect(browser.opened).toEqual([`${ORIGIN}/unsubscribe?token=signed`, `${ORIGIN}/sessions/1/summary`]);
});

test("a message that cannot be ended has no button, and none leads out of the app", async () => {
  const browser = worker();
  await browser.push(MESSAGE);
  expect(browser.shown[0]?.options.actions).toEqual([]);
  await browser.push({ ...MESSAGE, path: "https://elsewhere.example/", stop: { label: "Stop", path: "https://elsewhere.example/" } });
  await browser.click("stop");
  await browser.click("");
  expect(browser.opened).toEqual([ORIGIN, ORIGIN]);
});
