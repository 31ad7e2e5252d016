import { readFile } from "node:fs/promises";

import { expectFaultless } from "../support/accessibility.ts";
import type { Refused } from "../support/api.ts";
import { customer, link, login, mail, mechanic, PASSWORD, workshop } from "../support/people.ts";
import { look } from "../support/picture.ts";
import { expect, signIn, test } from "../support/test.ts";

test("a mechanic says what they offer, and customers book that and nothing else", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const sam = await world.open(by, "/settings");
  const offered = sam.getByRole("group", { name: "What you offer" });
  for (const service of ["Chat", "Video call", "Visit"]) await offered.getByLabel(service).uncheck();
  await expect(offered.getByText("Offer at least one service.")).toBeVisible();
  await expectFaultless(sam);
  await sam.getByRole("button", { name: "Save" }).first().click();
  await expect(sam.getByText("Your profile is saved.")).toBeHidden();
  await offered.getByLabel("Chat").check();
  await expect(offered.getByText("Offer at least one service.")).toBeHidden();
  await sam.getByRole("button", { name: "Save" }).first().click();
  await expect(sam.getByText("Your profile is saved.")).toBeVisible();
  await sam.reload();
  await expect(offered.getByLabel("Chat")).toBeChecked();
  await expect(offered.getByLabel("Video call")).not.toBeChecked();
  await look(sam, "offered-services");

  const mia = await world.open(who, `/mechanics/${by.mechanicId}`);
  await expect(mia.getByRole("definition").filter({ hasText: /^Chat$/ })).toBeVisible();
  await mia.getByRole("button", { name: "Book" }).click();
  await mia.getByRole("dialog").getByRole("link", { name: "Continue" }).click();
  await mia.getByRole("button", { name: "Continue" }).click();
  await mia.getByLabel("Describe it").fill("The brakes squeal in the morning.");
  await mia.getByRole("button", { name: "Continue" }).click();
  await expect(mia.getByText("What Sam Ortega offers.")).toBeVisible();
  await expect(mia.getByRole("radio")).toHaveCount(1);
  await expect(mia.getByRole("radio")).toBeChecked();
  await expectFaultless(mia);
  await look(mia, "offered-to-book");
});

test("an invited mechanic joins the workshop, and an invitation can be taken back", async ({ world }) => {
  const owner = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const olga = await world.open(owner, "/provider/team");
  const invitations = olga.getByRole("list", { name: "Open invitations" });
  for (const address of ["hugo@example.com", "wrong@example.com"]) {
    await olga.getByLabel("E-mail").fill(address);
    await olga.getByRole("button", { name: "Send the invitation" }).click();
    await expect(invitations.getByText(address)).toBeVisible();
  }
  await invitations.getByRole("listitem").filter({ hasText: "wrong@" }).getByRole("button").click();
  await olga.getByRole("dialog").getByRole("button", { name: "Take back", exact: true }).click();
  await expect(invitations.getByText("wrong@example.com")).toBeHidden();

  const page = await world.visitor();
  await page.goto(new URL(link(await mail(world.api, "hugo@example.com"), "/invitations")).href);
  await page.getByLabel("Name").fill("Hugo Brandt");
  await page.getByLabel("Password").fill(PASSWORD);
  await expectFaultless(page);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, { email: "hugo@example.com" });
  await olga.reload();
  await expect(olga.getByRole("list", { name: "Members" }).getByText("Hugo Brandt")).toBeVisible();
  await expect(olga.getByText("hugo@example.com")).toBeHidden();

  await page.goto(new URL(link(await mail(world.api, "wrong@example.com"), "/invitations")).href);
  await page.getByLabel("Name").fill("Somebody Else");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Somebody Else");
});

test("a person ends another sign-in, takes their data along and closes the account", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const other = await login(world.api, "customer", who.email);
  const mia = await world.open(who, "/settings");
  const list = mia.getByRole("list", { name: "Signed in on" });
  await expect(list.getByText("This device")).toBeVisible();
  expect(await list.getByRole("button").count()).toBeGreaterThan(0);
  while ((await list.getByRole("button").count()) > 0) {
    const left = await list.getByRole("listitem").count();
    await list.getByRole("button").first().click();
    await expect(list.getByRole("listitem")).toHaveCount(left - 1);
  }
  const refused = other.get("/me").then(() => 200, (error: Refused) => error.status);
  expect(await refused).toBe(401);

  const download = mia.waitForEvent("download");
  await mia.getByRole("button", { name: "Download my data" }).click();
  const file = await (await download).path();
  const data = JSON.parse(await readFile(file, "utf8"));
  expect(JSON.stringify(data)).toContain(who.email);
  expect(JSON.stringify(data)).toContain("Outback");

  await mia.getByRole("button", { name: "Close my account" }).click();
  const dialog = mia.getByRole("dialog");
  await dialog.getByLabel(/^Your password/).fill("not the password");
  await dialog.getByRole("button", { name: "Close my account" }).click();
  await expect(dialog.getByLabel(/^Your password/)).toHaveAttribute("aria-invalid", "true");
  await expectFaultless(mia);
  await dialog.getByLabel(/^Your password/).fill(PASSWORD);
  await dialog.getByRole("button", { name: "Close my account" }).click();
  await expect(mia.getByText("Your account is closed.")).toBeVisible();
  await expect(mia).toHaveURL(/\/$/);
  await mia.goto("/sign-in");
  await mia.getByLabel("E-mail").fill(who.email);
  await mia.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await mia.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(mia.getByRole("alert")).toBeVisible();
});

test("the directory's filters are in the address, and a refused heart goes back", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  await mechanic(world.api, "Sam Ortega");
  await mechanic(world.api, "Ines Duarte", false);
  await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const mia = await world.open(who, "/mechanics");
  const list = mia.getByRole("list", { name: "Find a mechanic" });
  await expect(list.getByRole("listitem")).toHaveCount(3);
  await mia.getByLabel("Kind").selectOption({ label: "Independent mechanic" });
  await mia.getByRole("button", { name: "Show" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await expect(mia).toHaveURL(/kind=independent/);
  await mia.getByLabel("Available now").check();
  await mia.getByRole("button", { name: "Show" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await expect(list).toContainText("Sam Ortega");
  await mia.goBack();
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await expect(mia.getByLabel("Available now")).not.toBeChecked();
  await mia.goForward();
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await mia.getByLabel("Name or words").fill("nobody has this name");
  await mia.getByRole("button", { name: "Show" }).click();
  await expect(mia.getByText("Nobody fits")).toBeVisible();
  await mia.getByRole("link", { name: "Clear the filters" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(3);

  await list.getByRole("link", { name: "Sam Ortega" }).click();
  const heart = mia.getByRole("button", { name: "Save Sam Ortega to your favorites" });
  await expect(heart).toBeEnabled();
  const refusal = { type: "about:blank", title: "Conflict", status: 409, code: "conflict", request_id: "x", instance: "", detail: "" };
  await mia.route("**/api/v1/customer/favorites", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify(refusal) })
      : route.continue(),
  );
  await heart.click();
  await expect(heart).toBeVisible();
  await expect(heart).toHaveAttribute("aria-pressed", "false");
  await mia.unroute("**/api/v1/customer/favorites");
  await heart.click();
  await expect(mia.getByRole("button", { name: "Remove Sam Ortega from your favorites" })).toBeVisible();
});
