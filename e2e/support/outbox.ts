import type { Server } from "./server.ts";

/** A mail, as the demo's outbox shows it. */
export interface Mail {
  recipient: string;
  subject: string;
  text: string;
  html: string;
}

/** The mails to an address, newest first. */
export async function mails(server: Server, recipient: string): Promise<Mail[]> {
  const address = `${server.url}/api/v1/outbox?limit=100&recipient=${encodeURIComponent(recipient)}`;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The outbox answered ${answer.status}.`);
  return ((await answer.json()) as { items: Mail[] }).items;
}

/** Waits for a mail that fits, as its reader would: mails are sent a moment after their cause. */
export async function mail(server: Server, recipient: string, fits: (mail: Mail) => boolean): Promise<Mail> {
  const until = Date.now() + 15_000;
  while (Date.now() < until) {
    const found = (await mails(server, recipient)).find(fits);
    if (found) return found;
    await new Promise((again) => setTimeout(again, 100));
  }
  throw new Error(`No such mail came to ${recipient}.`);
}

/** The path, query included, of the first link of the newest mail that leads to `page`, for example `/verify-email`. */
export async function linkTo(server: Server, recipient: string, page: string): Promise<string> {
  const link = new RegExp(`https?://[^\\s"<>]*(${page.replaceAll("/", "\\/")}[^\\s"<>]*)`);
  const found = await mail(server, recipient, ({ text }) => link.test(text));
  const path = link.exec(found.text)?.[1];
  if (!path) throw new Error(`The mail holds no link to ${page}.`);
  return path;
}
