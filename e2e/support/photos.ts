import { deflateSync } from "node:zlib";
import { expect, type Page } from "@playwright/test";
import type { Mechanic } from "./people.ts";

/** A file as a browser's file field takes it. */
export interface File {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

type Colour = [number, number, number];

/** A picture of a disc in `colour` on grey, large enough to be looked at. */
export function drawing(name: string, colour: Colour, width = 640, height = 480): File {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const far = Math.hypot(x - width / 2, y - height / 2) / height;
      const [r, g, b] = far < 0.4 && far > 0.12 ? colour : [90 + (y * 60) / height, 96, 104 - (x * 30) / width];
      rows.set([r, g, b], y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const parts = [chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  const buffer = Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts]);
  return { name, mimeType: "image/png", buffer };
}

/** A disc before the work, and after it. */
export const WORN = drawing("worn.png", [150, 82, 40]);
export const NEW = drawing("new.png", [196, 200, 206]);

/** Adds a photo by the API; answers its id. */
export async function addPhoto(by: Mechanic, repair: string, file: File, about: Record<string, string>): Promise<string> {
  const query = new URLSearchParams(about);
  return (await by.api.upload<{ id: string }>(`/repairs/${repair}/photos?${query}`, file)).id;
}

/** Picks a photo on the provider's page of a repair. */
export async function pick(page: Page, file: File, what: string, caption: string): Promise<void> {
  await page.getByLabel("What it shows").selectOption(what);
  await page.getByLabel(/^Caption/).fill(caption);
  await page.getByLabel("Add photos", { exact: true }).setInputFiles(file);
}

/** Says that a photo is in the list on the page. */
export async function expectPhoto(page: Page, caption: string): Promise<void> {
  await expect(page.getByRole("button", { name: `Open large: ${caption}` })).toBeVisible();
}
