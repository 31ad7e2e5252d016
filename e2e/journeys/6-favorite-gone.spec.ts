import { bookAgain, keepFavorites } from "../support/customer.ts";
import { expectTold } from "../support/messages.ts";
import { customer, favorite, mechanic, PASSWORD } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test("journey 6: the favorite closed the account, so the dialog offers somebody else", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const other = await mechanic(world.api, "Ada Lind");
  await favorite(who, by);
  const mia = await world.open(who, "/settings");
  await keepFavorites(mia);
  await expect(mia.getByRole("list", { name: "Favorites" })).toContainText(by.name);
  await by.api.delete("/me", { password: PASSWORD });

  const status = mia.waitForResponse((answer) => answer.url().endsWith(`/mechanics/${by.mechanicId}/status`));
  const dialog = await bookAgain(mia, by.name);
  expect((await status).status()).toBe(404);
  expect(await (await status).json()).toMatchObject({ code: "provider_gone" });
  await expect(dialog.getByRole("heading", { name: `${by.name} is no longer on Pitlane` })).toBeVisible();
  await expect(mia.getByRole("button", { name: `Book ${by.name} again` })).toHaveCount(0);

  await dialog.getByRole("link", { name: "Find another mechanic" }).click();
  await expect(mia.getByRole("heading", { level: 1, name: "Find a mechanic" })).toBeVisible();
  await expect(mia.getByRole("main")).toContainText(other.name);
  await expect(mia.getByRole("main")).not.toContainText(by.name);
  await mia.unrouteAll();
  await mia.goto("/dashboard");
  await expect(mia.getByRole("heading", { name: "No favorites yet" })).toBeVisible();
  await expectTold(world, [who, []], [{ ...by, closed: true }, []], [other, []]);
});
