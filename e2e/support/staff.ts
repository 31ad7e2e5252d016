import { createHmac } from "node:crypto";

import type { Api } from "./api.ts";
import { PASSWORD } from "./people.ts";
import { expect, type Page, type World } from "./test.ts";

/** Somebody who runs the platform. */
export const ADA = { email: "ada@pitlane.example", name: "Ada Novak" };

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code that an authenticator app shows at a time for a key in base32 (RFC 6238). */
function shown(key: string, at: number): string {
  const bits = [...key.replaceAll(" ", "")].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac("sha1", bytes).update(step).digest();
  const offset = digest.readUInt8(19) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Types address and password at the staff's own door. */
export async function knock(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel("E-mail").fill(ADA.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
}

/** Sets the second factor up, which staff is led to at the first sign-in, and answers the recovery codes. */
export async function setUpSecondFactor(world: World, page: Page, look: (page: Page) => Promise<void> = async () => {}): Promise<string[]> {
  await expect(page.getByRole("heading", { level: 1, name: "Second factor" })).toBeVisible();
  await look(page);
  await page.getByLabel("Your password, to be sure it is you").fill(PASSWORD);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("img", { name: "The key as a picture for authenticator apps" })).toBeVisible();
  await look(page);
  const key = await page.locator(".key").innerText();
  await page.getByLabel("Code", { exact: true }).fill(shown(key, Date.now() + world.server.ahead * 60_000));
  await page.getByRole("button", { name: "Turn it on" }).click();
  const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  await look(page);
  const kept = await codes.allInnerTexts();
  await page.getByRole("button", { name: "I have kept them" }).click();
  return kept;
}

/** The API as Ada uses it, who has an account and a second factor. */
export async function staffApi(world: World): Promise<Api> {
  await world.server.admin(ADA.email, ADA.name, PASSWORD);
  const who = { email: ADA.email, password: PASSWORD, refresh_token_in_body: true };
  const { access_token } = await world.api.post<{ access_token: string }>("/admin/login", who);
  const api = world.api.as(access_token);
  const { secret } = await api.post<{ secret: string }>("/me/two-factor", { password: PASSWORD });
  await api.post("/me/two-factor/confirm", { code: shown(secret, Date.now() + world.server.ahead * 60_000) });
  return api;
}

/** A browser of Ada's, who has an account and signed in at the staff's door for the first time; then it is at `path`. */
export async function staff(world: World, path = "/admin/revenue"): Promise<Page> {
  await world.server.admin(ADA.email, ADA.name, PASSWORD);
  const page = await world.visitor();
  await page.goto(`/staff/sign-in?next=${encodeURIComponent(path)}`);
  await knock(page);
  await setUpSecondFactor(world, page);
  await expect(page).toHaveURL((url) => url.pathname + url.search === path);
  return page;
}
