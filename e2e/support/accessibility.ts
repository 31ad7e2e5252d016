import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What is wrong with the page as it is now: axe in both themes, its name and heading, and anything that sticks out. */
export async function faults(page: Page): Promise<string[]> {
  const found: string[] = [];
  const where = new URL(page.url()).pathname;
  if (!/ · Pitlane$/.test(await page.title())) found.push(`${where}: its title is "${await page.title()}"`);
  const headings = await page.getByRole("heading", { level: 1 }).count();
  if (headings !== 1) found.push(`${where}: it has ${headings} main headings`);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // colours are judged as they end up, not half-way through a transition; what pulses for ever does not end
    await page.evaluate(() => {
      const ending = document.getAnimations().filter((it) => it.effect?.getComputedTiming().endTime !== Infinity);
      return Promise.allSettled(ending.map((animation) => animation.finished));
    });
    // a mail in its frame runs no scripts, not even those that look at it; how mails are made is looked at on the server
    const axe = new AxeBuilder({ page }).exclude("iframe.letter").options({
      runOnly: { type: "tag", values: RULES },
      rules: { "target-size": { enabled: true } },
    });
    for (const { id, help, nodes } of (await axe.analyze()).violations) {
      for (const node of nodes) found.push(`${where} ${colorScheme}: ${id}: ${help}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`);
    }
  }
  return [...found, ...(await stickingOut(page))];
}

/** Whether one must scroll sideways, at the narrowest phone too. */
async function stickingOut(page: Page): Promise<string[]> {
  const own = page.viewportSize();
  const found: string[] = [];
  for (const width of new Set([own?.width ?? 360, 360])) {
    await page.setViewportSize({ width, height: own?.height ?? 740 });
    const wider = await page.evaluate(() => {
      const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      const most = [...document.querySelectorAll("main *")].find((it) => it.getBoundingClientRect().right > innerWidth + 1);
      return over > 0 ? `${over} px too wide: ${most?.outerHTML.slice(0, 120)}` : "";
    });
    if (wider) found.push(`${new URL(page.url()).pathname} at ${width} px: ${wider}`);
  }
  if (own) await page.setViewportSize(own);
  return found;
}

/** Says that nothing is wrong with the page as it is now; goes on to the next page all the same. */
export async function expectFaultless(page: Page): Promise<void> {
  expect.soft(await faults(page)).toEqual([]);
}
