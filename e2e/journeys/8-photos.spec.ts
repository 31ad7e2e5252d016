import { expectFaultless } from "../support/accessibility.ts";
import { expectTold, helped, helpedBy } from "../support/messages.ts";
import { customer, finishedSession, link, mail, workshop } from "../support/people.ts";
import { drawing, expectPhoto, NEW, pick, WORN } from "../support/photos.ts";
import { approvedQuote, draftQuote, editorLine } from "../support/quotes.ts";
import { expect, type Page, test } from "../support/test.ts";

/** The first upload is lost on the way; the person tries again, and there is one photo. */
async function addWorn(page: Page): Promise<void> {
  let lost = 0;
  await page.route(/\/repairs\/[^/]+\/photos/, (route) => (lost++ === 0 ? route.abort() : route.continue()));
  await pick(page, WORN, "Damage", "Front disc as it came in");
  await expect(page.getByText(/^worn\.png: /)).toBeVisible();
  await expectFaultless(page);
  await page.getByRole("button", { name: "Try again: worn.png" }).click();
  await expectPhoto(page, "Front disc as it came in");
  await page.unroute(/\/repairs\/[^/]+\/photos/);
}

/** The slider works by keyboard, and says what it shows. */
async function compare(page: Page): Promise<void> {
  const slider = page.getByRole("slider", { name: /^How much of the photo before is shown/ });
  await expect(slider).toHaveAttribute("aria-valuetext", "50% before");
  await slider.focus();
  await slider.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", "51% before");
  await slider.press("End");
  await expect(slider).toHaveAttribute("aria-valuetext", "100% before");
}

/** Opens the first photo large, turns the pages with the arrows and closes with Escape. */
async function leafThrough(page: Page): Promise<void> {
  const opens = page.getByRole("button", { name: "Open large: Front disc as it came in" });
  await opens.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("img", { name: "Front disc as it came in" })).toBeVisible();
  await expect(dialog.getByText("1 of 2")).toBeVisible();
  await expectFaultless(page);
  await page.keyboard.press("ArrowRight");
  await expect(dialog.getByRole("img", { name: "New disc and pads" })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(dialog.getByText("1 of 2")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opens).toBeFocused();
}

test("journey 8: photos before and after, which the customer compares", async ({ world }) => {
  test.slow();
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const quote = await approvedQuote(who, by, await finishedSession(who, by));
  const mia = await world.open(who, `/repairs/${quote.repair_id}`);
  const olga = await world.open(by, `/provider/repairs/${quote.repair_id}`);
  await expect(olga.getByText("No photos yet.")).toBeVisible();
  await addWorn(olga);
  await expectPhoto(mia, "Front disc as it came in");

  await olga.getByLabel("Shows the same as an earlier photo").selectOption("Front disc as it came in, photo 1");
  await olga.getByLabel("Line of the quote").selectOption("Front brake pads");
  await pick(olga, NEW, "Completed", "New disc and pads");
  await expectPhoto(olga, "New disc and pads");
  await expectFaultless(olga);
  const kept = await who.api.get<{ lines: { title: string; photos: { caption: string }[] }[] }>(`/customer/quotes/${quote.id}`);
  expect(kept.lines.find((line) => line.title === "Front brake pads")?.photos.map((photo) => photo.caption)).toEqual(["New disc and pads"]);
  await expectPhoto(mia, "New disc and pads");
  await compare(mia);
  await leafThrough(mia);
  await expectFaultless(mia);

  await pick(olga, drawing("blurred.png", [30, 30, 30], 64, 48), "In progress", "Blurred");
  await olga.getByRole("button", { name: "Remove Blurred" }).click();
  await olga.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(olga.getByRole("button", { name: "Open large: Blurred" })).toBeHidden();
  await expectPhoto(mia, "New disc and pads");
  await expect(mia.getByRole("button", { name: "Open large: Blurred" })).toBeHidden();
  await expectTold(
    world,
    [who, [[...helpedBy(by), "Your quote from Harbor Garage"]]],
    [by, [[...helped(who), `Mia Torres approved quote ${quote.number}`]]],
  );
});

test("journey 8: a quote's line shows its photos, by the link as well", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const quote = await draftQuote(by, await finishedSession(who, by));
  const olga = await world.open(by, `/provider/quotes/${quote.id}`);
  await editorLine(olga, 2).getByLabel("Add photos to line 2").setInputFiles(WORN);
  await expect(editorLine(olga, 2).getByRole("list", { name: "Photos: Front brake pads" }).getByRole("listitem")).toHaveCount(1);
  await expectFaultless(olga);
  await by.api.post(`/quotes/${quote.id}/send`);

  const visitor = await world.visitor();
  await visitor.goto(link(await mail(world.api, who.email, /Your quote from Harbor Garage/), "/quote-links/"));
  await visitor.getByRole("button", { name: "Open large: Front brake pads" }).click();
  await expect(visitor.getByRole("dialog").getByRole("img")).toBeVisible();
  await visitor.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expectFaultless(visitor);
  const mia = await world.open(who, `/quotes/${quote.id}`);
  await expect(mia.getByRole("button", { name: "Open large: Front brake pads" })).toBeVisible();
});

test("journey 8: the damage on a quote's line is what the result is compared with", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const quote = await draftQuote(by, await finishedSession(who, by));
  const olga = await world.open(by, `/provider/quotes/${quote.id}`);
  const photos = editorLine(olga, 2).getByRole("list", { name: "Photos: Front brake pads" }).getByRole("listitem");
  await editorLine(olga, 2).getByLabel("Add photos to line 2").setInputFiles(WORN);
  await expect(photos).toHaveCount(1);
  await editorLine(olga, 2).getByLabel("Add photos to line 2").setInputFiles(drawing("blurred.png", [30, 30, 30], 64, 48));
  await expect(photos).toHaveCount(2);
  await expectFaultless(olga);
  await olga.getByRole("button", { name: "Remove photo 2 of Front brake pads" }).click();
  await expect(photos).toHaveCount(1);
  await by.api.post(`/quotes/${quote.id}/send`);
  const { repair_id } = await who.api.post<{ repair_id: string }>(`/customer/quotes/${quote.id}/approve`, { typed_name: who.name });

  await olga.goto(`/provider/repairs/${repair_id}`);
  await olga.getByLabel("Shows the same as an earlier photo").selectOption("Damage, photo 1");
  await pick(olga, NEW, "Completed", "New disc and pads");
  await expectPhoto(olga, "New disc and pads");
  const mia = await world.open(who, `/repairs/${repair_id}`);
  await compare(mia);
  await expectFaultless(mia);
});
