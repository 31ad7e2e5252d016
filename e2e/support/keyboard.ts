import { expect, type Locator, type Page } from "@playwright/test";

/** Says that whoever looks at the page sees where the focus is. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return { what: "nothing", visible: true };
    // a control that lies invisibly over its label shows the focus there
    const shows = (element: Element | null): boolean => {
      if (!element) return false;
      const style = getComputedStyle(element);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    };
    const visible = shows(focused) || shows(focused.closest("label, .button")) || shows(focused.nextElementSibling);
    return { what: focused.outerHTML.slice(0, 160), visible };
  });
  expect(seen.visible, `the focus is visible on ${seen.what}`).toBe(true);
}

/** Presses Tab until `target` has the focus, looking at each stop that the focus is visible. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < 60; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
    await expectVisibleFocus(page);
  }
  throw new Error(`Tab never reaches ${String(target)}.`);
}

/** Tabs to `target` and presses `key`. */
export async function press(page: Page, target: Locator, key: "Enter" | "Space" = "Enter"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Tabs to a field and types. */
export async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}
