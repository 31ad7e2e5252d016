import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { colours, mails, misplaced, show, together, WORDS } from "../support/mails.ts";

/** The light of a colour such as `rgb(28, 32, 36)`, from 0 to 255. */
const light = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** The narrowest phone, and the reading pane of a desktop. */
const size = (isMobile: boolean) => (isMobile ? { width: 360, height: 740 } : { width: 640, height: 800 });

/** What is wrong with the page that is shown, by day and by night. */
async function faults(page: Page, html: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  await show(page, html);
  const found = await misplaced(page);
  const day = await colours(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const night = await colours(page);
  if (day.length < 5) found.push("there is hardly anything to read");
  day.forEach(({ text, ink, paper }, place) => {
    const dark = night[place];
    if (!dark || dark.ink === ink || dark.paper === paper) found.push(`the same by night: ${text}`);
    else if (light(dark.paper) > 60 && light(dark.ink) > 60) found.push(`bright by night: ${text}`);
    else if (light(paper) < 200 && light(ink) < 200) found.push(`dim by day: ${text}`);
  });
  return found;
}

test("every mail is whole at its width, by day and by night, with words of every sort", async ({ page, isMobile }) => {
  await page.setViewportSize(size(isMobile));
  const found: string[] = [];
  const { usual, ...others } = WORDS;
  for (const mail of await mails([usual])) {
    found.push(...(await faults(page, mail.case.html)).map((fault) => `${mail.kind}: ${fault}`));
  }
  for (const [sort, words] of Object.entries(others)) {
    found.push(...(await faults(page, together(await mails([words])))).map((fault) => `${sort}: ${fault}`));
  }
  expect([...new Set(found)]).toEqual([]);
});

test("everything in every mail stands out from what is behind it", async ({ page, isMobile }) => {
  await page.setViewportSize(size(isMobile));
  const all = await mails([WORDS.usual]);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await show(page, together(all));
    const { violations, passes } = await new AxeBuilder({ page }).withRules(["color-contrast"]).analyze();
    expect(passes.flatMap((rule) => rule.nodes).length, colorScheme).toBeGreaterThan(all.length * 4);
    const wrong = violations.flatMap((rule) => rule.nodes.map((node) => `${node.html.slice(0, 120)} ${node.failureSummary ?? ""}`));
    expect(wrong, colorScheme).toEqual([]);
  }
});

test("what is wrong with a mail is seen", async ({ page, isMobile }) => {
  await page.setViewportSize(size(isMobile));
  const line = "Your summary is ready to be read. ".repeat(8);
  for (const [html, fault] of [
    [`<p style="white-space: nowrap">${line}</p>`, /^one must scroll \d+ px sideways$/],
    [`<p style="white-space: nowrap; width: 200px; overflow: hidden">${line}</p>`, /^cut off: Your summary/],
    [`<p style="word-break: break-all; width: 60px">summary</p>`, /^broken: summary$/],
    [`<p class="act"><a href="/">Go</a></p>`, /^a button of /],
  ] as const) {
    await show(page, `<!doctype html><meta name="viewport" content="width=device-width"><body>${html}</body>`);
    expect(await misplaced(page), html).toContainEqual(expect.stringMatching(fault));
  }
  const found = await faults(page, `<!doctype html><body style="background: #fff; color: #000">${"<p>Good day</p>".repeat(5)}</body>`);
  expect(found).toContain("the same by night: Good day");
});
