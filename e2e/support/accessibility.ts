import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The themes that every page is checked in. */
export const THEMES = ["light", "dark"] as const;

const ATTRIBUTE = "data-theme";

/** Fails when axe finds anything on the page as it is now, in the light theme or in the dark one. */
export async function expectAccessible(page: Page): Promise<void> {
  const before = await page.locator("html").getAttribute(ATTRIBUTE);
  for (const theme of THEMES) {
    await page.locator("html").evaluate((root, [name, value]) => root.setAttribute(name, value), [ATTRIBUTE, theme] as const);
    // colours are judged as they end up, not half-way through a transition
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ target }) => target.join(" ")) }));
    expect(found, `axe on ${new URL(page.url()).pathname} in the ${theme} theme`).toEqual([]);
  }
  await page.locator("html").evaluate((root, [name, value]) => {
    if (value === null) root.removeAttribute(name);
    else root.setAttribute(name, value);
  }, [ATTRIBUTE, before] as const);
}
