import { expect } from "@playwright/test";

import { Api } from "./api.ts";

/** Everybody's password in these tests. */
export const PASSWORD = "brass-otter-lantern-42";

/** Somebody with an account. */
export interface Person {
  name: string;
  email: string;
  role: "customer" | "provider";
  api: Api;
  id: string;
}

/** Somebody who takes sessions. */
export interface Mechanic extends Person {
  mechanicId: string;
  providerId: string;
}

/** Somebody who needs help, with a vehicle. */
export interface Customer extends Person {
  vehicleId: string;
}

interface Message {
  recipient: string;
  subject: string;
  text: string;
}

interface Me {
  id: string;
  mechanic?: { id: string; provider_id: string };
}

/** The newest message to `recipient` whose subject fits. */
export async function mail(api: Api, recipient: string, subject = /./): Promise<Message> {
  let found: Message | undefined;
  await expect
    .poll(
      async () => {
        const outbox = await api.get<{ items: Message[] }>("/outbox?limit=100");
        found = outbox.items.find((message) => message.recipient === recipient && subject.test(message.subject));
        return found !== undefined;
      },
      { message: `a mail to ${recipient}`, intervals: [50, 50, 100, 200] },
    )
    .toBe(true);
  return found as Message;
}

/** The link in a message. */
export function link(message: Message, path: string): string {
  const address = message.text.split(/\s+/).find((word) => word.includes(path));
  if (!address) throw new Error(`no link to ${path} in: ${message.text}`);
  return address;
}

/** The API as whoever has this account. */
export async function login(api: Api, role: Person["role"], email: string): Promise<Api> {
  const body = { email, password: PASSWORD, refresh_token_in_body: true };
  const tokens = await api.post<{ access_token: string }>(`/${role}/login`, body);
  return api.as(tokens.access_token);
}

async function confirmed(api: Api, role: Person["role"], name: string, email: string): Promise<Person & { me: Me }> {
  const address = new URL(link(await mail(api, email), "/verify-email"));
  await api.post("/auth/verify-email", { token: address.searchParams.get("token") });
  const own = await login(api, role, email);
  const me = await own.get<Me>("/me");
  return { name, email, role, api: own, id: me.id, me };
}

const address = (name: string): string => `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ".")}@example.com`;

/** A customer with a confirmed address and one vehicle. */
export async function customer(api: Api, name: string): Promise<Customer> {
  const email = address(name);
  await api.post("/customer/register", { email, password: PASSWORD, name, locale: "en-US", time_zone: "America/Chicago" });
  const { me: _, ...person } = await confirmed(api, "customer", name, email);
  const vehicle = await person.api.post<{ id: string }>("/customer/vehicles", {
    year: 2019,
    make: "Subaru",
    model: "Outback",
    mileage: 64_210,
  });
  return { ...person, vehicleId: vehicle.id };
}

async function provider(api: Api, name: string, kind: object, online: boolean): Promise<Mechanic> {
  const email = address(name);
  await api.post("/provider/register", {
    email,
    password: PASSWORD,
    name,
    ...kind,
    specialties: ["brakes", "electrics"],
    years_experience: 12,
    time_zone: "America/Chicago",
  });
  const { me, ...person } = await confirmed(api, "provider", name, email);
  if (!me.mechanic) throw new Error(`${name} has no profile`);
  await person.api.post("/mechanic/presence", { online });
  return { ...person, mechanicId: me.mechanic.id, providerId: me.mechanic.provider_id };
}

/** A mechanic with a confirmed address, online or not. */
export function mechanic(api: Api, name: string, online = true): Promise<Mechanic> {
  return provider(api, name, { provider_type: "independent" }, online);
}

/** The owner of a workshop, online. */
export function workshop(api: Api, name: string, workshop_name: string): Promise<Mechanic> {
  return provider(api, name, { provider_type: "workshop", workshop_name }, true);
}

interface Booking {
  concern?: string;
  preferred?: Mechanic;
  wait?: boolean;
  service?: "chat" | "video";
}

interface Made {
  request: { id: string };
  payment: { gateway_id: string; client_secret: string };
}

/** Asks for a session that is not paid yet. */
export async function wish(who: Customer, booking: Booking = {}): Promise<Made> {
  return who.api.post<Made>("/session-requests", {
    vehicle_id: who.vehicleId,
    service: booking.service ?? "chat",
    concern: booking.concern ?? "The brakes squeal in the morning.",
    preferred_provider_id: booking.preferred?.providerId,
    notify_and_wait: booking.wait ?? false,
  });
}

/** A paid request of `who`; answers its id. */
export async function book(who: Customer, booking: Booking = {}): Promise<string> {
  const made = await wish(who, booking);
  const platform = await who.api.get<{ sandbox_url: string }>("/platform");
  const sandbox = platform.sandbox_url.replace(/^https?:\/\/[^/]+/, "");
  await who.api.post(`${sandbox}/intents/${made.payment.gateway_id}/confirm`, {
    client_secret: made.payment.client_secret,
    number: "4242424242424242",
    expiry: "12/34",
    cvc: "123",
  });
  await expect
    .poll(
      async () => {
        const now = await who.api.get<{ request: { status: string } }>(`/session-requests/${made.request.id}`);
        return now.request.status;
      },
      { message: "the payment arrives", intervals: [50, 50, 100, 200] },
    )
    .toBe("pending");
  return made.request.id;
}

/** The offer of a request that `who` got. */
export async function offer(who: Mechanic, request: string): Promise<string> {
  let id = "";
  await expect
    .poll(
      async () => {
        const offers = await who.api.get<{ items: { id: string; request_id: string }[] }>("/mechanic/offers");
        id = offers.items.find((one) => one.request_id === request)?.id ?? "";
        return id;
      },
      { message: `an offer to ${who.name}`, intervals: [50, 50, 100, 200] },
    )
    .not.toBe("");
  return id;
}

/** `who` takes the request; answers the session. */
export async function accept(who: Mechanic, request: string): Promise<string> {
  const taken = await who.api.post<{ session_id: string }>(`/mechanic/offers/${await offer(who, request)}/accept`);
  return taken.session_id;
}

/** A live session of the two, which is charged; answers its id. */
export async function liveSession(who: Customer, by: Mechanic, concern?: string): Promise<string> {
  const request = await book(who, { preferred: by, concern });
  const session = await accept(by, request);
  await by.api.post(`/sessions/${session}/start`);
  await expect
    .poll(async () => (await who.api.get<{ payment: { status: string } }>(`/session-requests/${request}`)).payment.status, {
      message: "the session is charged",
      intervals: [50, 50, 100, 200],
    })
    .toBe("succeeded");
  return session;
}

/** A finished session of the two with its summary handed over; answers its id. */
export async function finishedSession(who: Customer, by: Mechanic, concern?: string): Promise<string> {
  const session = await liveSession(who, by, concern);
  await by.api.post(`/sessions/${session}/end`);
  await by.api.put(`/sessions/${session}/summary`, {
    findings: "The front pads are down to 2 mm.",
    steps_taken: "Looked at photos of both wheels.",
    parts_needed: [{ name: "Brake pads, front", quantity: 1, part_number: "26296FL000" }],
    next_steps: "Replace the pads within two weeks.",
    submit: true,
  });
  return session;
}

/** `who` keeps `provider` as a favorite. */
export async function favorite(who: Customer, provider: Mechanic): Promise<void> {
  await who.api.post("/customer/favorites", { provider_id: provider.providerId });
}
