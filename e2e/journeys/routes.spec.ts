import { expectFaultless } from "../support/accessibility.ts";
import { everything, PAGES, type Reader, routes, type Shown } from "../support/pages.ts";
import { staff } from "../support/staff.ts";
import { expect, type Page, test, type World } from "../support/test.ts";

/** What stands there in place of a page that is not for one, or not there. */
const ELSEWHERE = ["Page not found", "This page is not for your account"];

async function browserOf(world: World, reader: Reader, { who, by }: Shown): Promise<Page> {
  if (reader === "staff") return staff(world);
  if (reader === "visitor") return world.visitor();
  return reader === "customer" ? world.open(who, "/dashboard") : world.open(by, "/provider");
}

test("every route of the app is one of the pages that are looked at here", () => {
  expect(routes().length).toBeGreaterThan(50);
  expect([...PAGES.keys()].sort()).toEqual(routes().sort());
});

for (const reader of ["visitor", "customer", "provider", "staff"] as const) {
  test(`every page that a ${reader} opens shows itself without a fault`, async ({ world }) => {
    // a dozen pages and more, each looked at in both themes
    test.setTimeout(5 * test.info().timeout);
    const shown = await everything(world);
    const page = await browserOf(world, reader, shown);
    for (const [route, [whose, address]] of PAGES) {
      if (whose !== reader) continue;
      await test.step(route, async () => {
        const path = await address(shown, page);
        await page.goto(path);
        const heading = page.getByRole("heading", { level: 1 });
        await expect(heading).toBeVisible();
        await expect(page.locator(".skeleton, main [aria-busy=true]")).toHaveCount(0);
        expect.soft(ELSEWHERE, route).not.toContain(await heading.textContent());
        await expect(page.locator(".failed"), `${route} loads`).toHaveCount(0);
        expect.soft(new URL(page.url()).pathname, `${route} stays where it is`).toBe(new URL(path, page.url()).pathname);
        await expectFaultless(page);
      });
    }
  });
}
