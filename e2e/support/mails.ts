import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { pitlane } from "./server.ts";

/** Words of every sort that stand in mails. */
export const WORDS = {
  usual: "Dana Okafor",
  word: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(2),
  sentence: "Please look at the left front wheel first, it has made this noise since the winter. ".repeat(4).trim(),
  arabic: "نور الدين محمد من مركز صيانة السيارات",
  chinese: "山田太郎与北京朝阳汽车修理厂",
  emoji: "🛠🚗 Dana 👩🏽‍🔧",
  markup: '<b onclick="x()">O\'Neil & Søn</b> &amp; {{ greeting }}',
};

/** A mail as it is sent. */
export interface Mail {
  kind: string;
  name: string;
  case: { subject: string; html: string };
}

/** Every case of every kind that is mailed, with each of `names`. */
export async function mails(names: string[]): Promise<Mail[]> {
  const home = mkdtempSync(join(tmpdir(), "pitlane-e2e-mails."));
  const printed = await pitlane(home, "messages", ...names.flatMap((name) => ["--name", name]));
  rmSync(home, { recursive: true, force: true });
  return (JSON.parse(printed) as Mail[]).filter((mail) => mail.case.html !== "");
}

const style = (html: string): string => [...html.matchAll(/<style[^>]*>[\s\S]*?<\/style>/g)].map(([whole]) => whole).join("");
const body = (html: string): string => /<body[^>]*>([\s\S]*)<\/body>/.exec(html)?.[1] ?? "";

/** Several mails below one another in one page: they share their styles, so each looks as it does alone. */
export function together(all: Mail[]): string {
  const [first] = all;
  if (!first) throw new Error("There is no mail.");
  const other = all.find((mail) => style(mail.case.html) !== style(first.case.html));
  if (other) throw new Error(`${other.kind} has styles of its own: it must be looked at by itself.`);
  const bodies = all.map((mail) => body(mail.case.html)).join("");
  return first.case.html.replace(/(<body[^>]*>)[\s\S]*(<\/body>)/, (_, begin: string, end: string) => begin + bodies + end);
}

/** Shows a mail as a mail program does: by itself, with its own styles and nothing of the app around it. */
export async function show(page: Page, html: string): Promise<void> {
  await page.setContent(html, { waitUntil: "domcontentloaded" });
}

/** What is wrong with how the mail that is shown lies on the page. */
export function misplaced(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`one must scroll ${root.scrollWidth - root.clientWidth} px sideways`);
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = words.nextNode(); node; node = words.nextNode()) {
      const text = node.textContent ?? "";
      const around = node.parentElement;
      if (text.trim() === "" || !around?.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const lines = [...range.getClientRects()].filter((line) => line.width > 1);
      if (lines.some((line) => line.left < 0 || line.right > root.clientWidth + 0.5)) found.push(`outside: ${text.slice(0, 60)}`);
      for (let box: Element | null = around; box; box = box.parentElement) {
        if (getComputedStyle(box).overflow === "visible") continue;
        const edge = box.getBoundingClientRect();
        const beyond = (line: DOMRect) => line.right > edge.right + 0.5 || line.bottom > edge.bottom + 0.5 || line.left < edge.left - 0.5;
        if (lines.some(beyond)) found.push(`cut off: ${text.slice(0, 60)}`);
      }
      if (around.closest(".address")) continue;
      // a word that fits a line stands on one line
      for (const word of text.matchAll(/[A-Za-z]{2,24}(?=[\s.,;:]|$)/g)) {
        if (word.index > 0 && !/\s/.test(text[word.index - 1] ?? "")) continue;
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size > 1) found.push(`broken: ${word[0]}`);
      }
    }
    for (const button of document.querySelectorAll(".act a")) {
      const { width, height } = button.getBoundingClientRect();
      if (width < 88 || height < 40) found.push(`a button of ${Math.round(width)} by ${Math.round(height)} px`);
    }
    return found;
  });
}

/** The colours of everything that is written, each as ink on what lies behind it. */
export function colours(page: Page): Promise<{ text: string; ink: string; paper: string }[]> {
  return page.evaluate(() => {
    const seen: { text: string; ink: string; paper: string }[] = [];
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = words.nextNode(); node; node = words.nextNode()) {
      const around = node.parentElement;
      if (!node.textContent?.trim() || !around?.checkVisibility()) continue;
      const background = (it: Element) => getComputedStyle(it).backgroundColor;
      let behind: Element | null = around;
      while (behind && background(behind) === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
      const paper = behind ? background(behind) : "none";
      seen.push({ text: node.textContent.trim().slice(0, 40), ink: getComputedStyle(around).color, paper });
    }
    return seen;
  });
}
