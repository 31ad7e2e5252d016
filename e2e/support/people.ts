import { linkTo } from "./outbox.ts";
import type { Server } from "./server.ts";

/** Somebody with an account. */
export interface Person {
  role: "customer" | "provider";
  name: string;
  email: string;
  password: string;
}

const PASSWORD = "late brake point 9";
let counter = 0;

/** One call of the API, for what a journey needs but is not about. */
export async function call<T>(
  server: Server,
  method: string,
  path: string,
  options: { body?: unknown; token?: string } = {},
): Promise<T> {
  const headers: Record<string, string> = { "idempotency-key": crypto.randomUUID() };
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.token) headers.authorization = `Bearer ${options.token}`;
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const answer = await fetch(`${server.url}/api/v1${path}`, { method, headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}

/** A person of a journey, not registered yet, with an address that nobody else has. */
export function somebody(role: Person["role"], name: string): Person {
  counter += 1;
  const word = name.toLowerCase().replaceAll(/[^a-z]+/g, ".");
  return { role, name, email: `${word}.${process.pid}.${counter}@example.org`, password: PASSWORD };
}

async function confirm(server: Server, person: Person): Promise<Person> {
  const link = await linkTo(server, person.email, "/verify-email");
  const token = new URL(link, server.url).searchParams.get("token");
  await call(server, "POST", "/auth/verify-email", { body: { token } });
  return person;
}

/** A customer who has registered and confirmed the address. */
export async function customer(server: Server, name: string): Promise<Person> {
  const person = somebody("customer", name);
  const { email, password } = person;
  await call(server, "POST", "/customer/register", { body: { email, password, name, time_zone: "America/Chicago" } });
  return confirm(server, person);
}

/** An independent mechanic who has registered and confirmed the address. */
export async function mechanic(server: Server, name: string, specialties: string[] = ["brakes"]): Promise<Person> {
  const person = somebody("provider", name);
  const { email, password } = person;
  await call(server, "POST", "/provider/register", {
    body: { email, password, name, provider_type: "independent", specialties, years_experience: 12 },
  });
  return confirm(server, person);
}

/** An access token for calls in the person's name. */
export async function token(server: Server, person: Person): Promise<string> {
  const { email, password, role } = person;
  const body = { email, password, refresh_token_in_body: true };
  return (await call<{ access_token: string }>(server, "POST", `/${role}/login`, { body })).access_token;
}
