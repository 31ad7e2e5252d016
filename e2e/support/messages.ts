import { expect } from "@playwright/test";
import type { Api } from "./api.ts";
import { login, mail, type Customer, type Mechanic, type Person } from "./people.ts";
import type { World } from "./test.ts";

/** Subjects in the order of their causes; those of one moment stand in a list of their own, for they go out side by side. */
export type Subjects = (string | string[])[];

/** What somebody is told besides mails: what the app says where that is not the same, and texts without their links. */
interface More {
  notices?: string[];
  phone?: string;
  texts?: string[];
}

/** Who should have been told something, and what. */
export type Told = [who: Pick<Person, "email" | "role"> & { closed?: boolean }, mails: Subjects, more?: More];

interface Sent {
  channel: string;
  recipient: string;
  subject: string;
  text: string;
}

interface Feed<T> {
  items: T[];
  next_cursor: string | null;
}

const CONFIRM = "Confirm your e-mail address";
const RESET = "Choose a new password";

/** Every item of a feed, oldest first. */
async function whole<T>(api: Api, path: string): Promise<T[]> {
  const found: T[] = [];
  let cursor = "";
  do {
    const feed = await api.get<Feed<T>>(`${path}?limit=100${cursor && `&cursor=${cursor}`}`);
    found.push(...feed.items);
    cursor = feed.next_cursor ?? "";
  } while (cursor);
  return found.reverse();
}

/** One line for a message: its channel, and its subject or, for a text, its words. */
const line = ({ channel, subject, text }: Sent): string =>
  `${channel}: ${channel === "sms" ? text.replaceAll(/\s*https?:\S+/g, "").trim() : subject}`;

/** Brings what went out side by side into the order of the alphabet, so that two lists can be compared. */
function settled(lines: string[], like: Subjects): string[] {
  const rest = [...lines];
  const sorted = like.flatMap((moment) => rest.splice(0, Array.isArray(moment) ? moment.length : 1).sort());
  return [...sorted, ...rest];
}

/** The outbox by recipient, compared with what `people` should find there. */
async function compared(api: Api, people: Told[], last: string[]): Promise<{ now: unknown; wanted: unknown }> {
  const now: Record<string, string[]> = {};
  const wanted: Record<string, string[]> = {};
  for (const message of await whole<Sent>(api, "/outbox")) (now[message.recipient] ??= []).push(line(message));
  for (const [who, subjects, more] of people) {
    // what somebody was written goes with their account
    if (who.closed) continue;
    const mails = [CONFIRM, ...subjects].map((it) => (Array.isArray(it) ? it.map((one) => `email: ${one}`) : `email: ${it}`));
    if (last.includes(who.email)) mails.push(`email: ${RESET}`);
    now[who.email] = settled(now[who.email] ?? [], mails);
    wanted[who.email] = settled(mails.flat(), mails);
    if (more?.phone) wanted[more.phone] = (more.texts ?? []).map((text) => `sms: ${text}`);
  }
  return { now, wanted };
}

/**
 * Says that everybody got exactly what is listed, and nobody else anything: by mail after the one that confirms the
 * address, in the app, and by text. A mail that is asked for at the end comes next, so nothing more is on its way.
 */
export async function expectTold(world: World, ...people: Told[]): Promise<void> {
  const { api } = world;
  const look = async (last: string[]) => {
    const { now, wanted } = await compared(api, people, last);
    expect(now).toEqual(wanted);
  };
  await expect(() => look([])).toPass({ intervals: [50, 100, 200], timeout: 10_000 });
  const asks = people.map(([who]) => who).find((who) => who.role === "customer");
  if (!asks) throw new Error("Somebody has to ask for a last mail.");
  await api.post("/customer/forgot-password", { email: asks.email });
  await mail(api, asks.email, new RegExp(RESET));
  await look([asks.email]);
  for (const [{ email, role, closed }, subjects, more] of people) {
    if (closed) continue;
    const notices = await whole<{ title: string }>(await login(api, role, email), "/notifications");
    expect(notices.map((notice) => notice.title), `what ${email} reads in the app`).toEqual(more?.notices ?? subjects.flat());
  }
}

/** What a customer is told when a session begins and is charged. */
export const RECEIPT = "Your receipt for the session";

/** What a customer is told about a session that was asked for, held and summed up. */
export const helpedBy = (by: Pick<Mechanic, "name">): string[] => [
  "Your booking is confirmed",
  `${by.name} takes your request`,
  RECEIPT,
  `Your session with ${by.name} is over`,
  "Your summary is ready",
];

/** What a mechanic who was asked first is told about the same session. */
export const helped = (who: Pick<Customer, "name">): string[] => [asksFirst(who), `Write the summary for ${who.name}`];

/** What a mechanic is told who is asked before everybody else. */
export const asksFirst = (who: Pick<Customer, "name">): string => `${who.name.split(" ")[0]} asks for you first`;

/** Has `who` agree to text messages at `phone`. */
export async function takeTexts(who: Person, phone: string): Promise<void> {
  await who.api.patch("/me", { phone });
  await who.api.put("/me/notification-preferences", {
    topics: [],
    quiet_hours: null,
    urgent_anyway: true,
    digest: false,
    texts_agreed: true,
  });
}
