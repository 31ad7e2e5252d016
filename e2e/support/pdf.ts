import { execFile } from "node:child_process";

/** The text of a PDF file, by poppler's `pdftotext`, line by line as it stands on the paper. */
export function textOf(pdf: Buffer): Promise<string> {
  return new Promise((done, failed) => {
    const reader = execFile("pdftotext", ["-layout", "-", "-"], (error, text) => (error ? failed(error) : done(text)));
    reader.stdin?.end(pdf);
  });
}

/** Every amount of a text in cents, in their order. */
export function amountsOf(text: string): number[] {
  const found = text.matchAll(/([-−]?)\$([\d,]+)\.(\d{2})/g);
  return Array.from(found, ([, sign, whole, part]) => Number(`${whole?.replaceAll(",", "")}${part}`) * (sign ? -1 : 1));
}
