import { expectFaultless } from "../support/accessibility.ts";
import { link, mail, PASSWORD, workshop, type Mechanic } from "../support/people.ts";
import { look } from "../support/picture.ts";
import { expect, type Page, test, type World } from "../support/test.ts";

const ADDRESS = "118 Dock Street\nPortland, ME 04101";
const NEW_NAME = "Harbor Garage & Sons";
const SAVED = "The workshop's profile is saved.";

/** The form of the workshop among the settings. */
const form = (page: Page) => page.locator("section").filter({ has: page.getByRole("heading", { name: "Workshop", exact: true }) });
const save = (page: Page) => form(page).getByRole("button", { name: "Save" });

async function write(page: Page): Promise<void> {
  await form(page).getByLabel("Workshop name").fill(NEW_NAME);
  await form(page).getByLabel(/^About the workshop/).fill("Twelve bays by the old harbor.");
  await form(page).getByLabel(/^Address/).fill(ADDRESS);
  await form(page).getByLabel(/^Workshop phone/).fill("+1 (207) 555-0143");
  await form(page).getByLabel("Time zone of the workshop").selectOption("America/New_York");
}

/** Answers the next change of the profile as the server does when it finds something that the page did not. */
async function refuse(page: Page): Promise<void> {
  const problem = {
    type: "about:blank",
    title: "Some fields need attention",
    status: 422,
    detail: "Some fields need attention.",
    instance: "/api/v1/workshop/profile",
    code: "invalid",
    request_id: "test",
    errors: [
      { field: "address", code: "too_long", message: "Use at most 200 characters." },
      { field: "time_zone", code: "invalid_time_zone", message: "Use a time zone like America/Chicago." },
    ],
  };
  await page.route("**/api/v1/workshop/profile", (route) =>
    route.request().method() === "PATCH"
      ? route.fulfill({ status: 422, contentType: "application/problem+json", json: problem })
      : route.continue(),
  );
}

test("a workshop's owner writes its profile, and everybody reads it", async ({ world }) => {
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const olga = await world.open(by, "/settings");
  await expect(form(olga).getByLabel("Workshop name")).toHaveValue("Harbor Garage");
  await expect(form(olga).getByLabel("Time zone of the workshop")).toHaveValue("America/Chicago");
  await write(olga);
  await save(olga).click();
  await expect(olga.getByText(SAVED)).toBeVisible();
  await expectFaultless(olga);
  await look(olga, "workshop-settings");
  // the app names it so at once
  await olga.getByRole("link", { name: "Team" }).click();
  await expect(olga.getByText(`Who works for ${NEW_NAME}.`)).toBeVisible();

  await olga.goto("/settings");
  await expect(form(olga).getByLabel("Workshop name")).toHaveValue(NEW_NAME);
  await expect(form(olga).getByLabel(/^Address/)).toHaveValue(ADDRESS);
  await expect(form(olga).getByLabel(/^Workshop phone/)).toHaveValue("+12075550143");
  await expect(form(olga).getByLabel("Time zone of the workshop")).toHaveValue("America/New_York");
  await expect(olga.getByLabel("Name", { exact: true })).toHaveValue("Olga Petrova");
  await form(olga).getByRole("link", { name: "See the public profile" }).click();
  await expect(olga.getByRole("heading", { level: 1, name: NEW_NAME })).toBeVisible();

  const page = await world.visitor();
  await page.goto("/mechanics");
  await page.getByRole("link", { name: NEW_NAME }).click();
  await expect(page.getByRole("heading", { level: 1, name: NEW_NAME })).toBeVisible();
  await expect(page.getByText("Twelve bays by the old harbor.")).toBeVisible();
  await expect(page.getByText("118 Dock Street")).toBeVisible();
  await expect(page.getByRole("link", { name: "+12075550143" })).toHaveAttribute("href", "tel:+12075550143");
  await expectFaultless(page);
  await look(page, "workshop-profile");
});

test("what is wrong with a workshop's profile is said at its field, and what was typed stays", async ({ world }) => {
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const olga = await world.open(by, "/settings");
  const phone = form(olga).getByLabel(/^Workshop phone/);
  await phone.fill("555 0143");
  await form(olga).getByLabel("Workshop name").fill("");
  await expect(form(olga).getByText(/^Enter the number with its country code/)).toBeVisible();
  await form(olga).getByLabel(/^About the workshop/).fill("x".repeat(1_001));
  await save(olga).click();
  await expect(form(olga).getByLabel("Workshop name")).toBeFocused();
  await expect(form(olga).getByText("Enter a name.")).toBeVisible();
  await expect(form(olga).getByText("Use at most 1,000 characters.")).toBeVisible();
  // the person's own fields of the same names are nobody's business here
  await expect(olga.getByLabel("Name", { exact: true })).not.toHaveAttribute("aria-invalid");
  await expect(olga.getByLabel(/^Phone/)).not.toHaveAttribute("aria-invalid");
  // a box that lies half below the bar at the top would count as too small
  await olga.evaluate(() => scrollTo(0, 0));
  await expectFaultless(olga);
  await look(olga, "workshop-settings-mistakes");

  await write(olga);
  await refuse(olga);
  await save(olga).click();
  await expect(form(olga).getByLabel(/^Address/)).toBeFocused();
  await expect(form(olga).getByText("Use at most 200 characters.")).toBeVisible();
  await expect(form(olga).getByText("Use a time zone like America/Chicago.")).toBeVisible();
  await expect(form(olga).getByLabel(/^Address/)).toHaveValue(ADDRESS);
  await olga.unroute("**/api/v1/workshop/profile");
  await save(olga).click();
  await expect(olga.getByText(SAVED)).toBeVisible();
});

/** Somebody who joined the workshop by invitation. */
async function joined(world: World, owner: Mechanic, name: string, role: string): Promise<Page> {
  const email = `${role}@example.com`;
  await owner.api.post("/workshop/invitations", { email, role });
  const address = new URL(link(await mail(world.api, email), "/invitations/accept"));
  await world.api.post("/workshop/accept-invitation", { token: address.searchParams.get("token"), name, password: PASSWORD });
  return world.open({ email, role: "provider" }, "/settings");
}

test("managers write a workshop's profile too, its mechanics do not", async ({ world }) => {
  const by = await workshop(world.api, "Olga Petrova", "Harbor Garage");
  const max = await joined(world, by, "Max Berg", "manager");
  await form(max).getByLabel(/^Address/).fill(ADDRESS);
  await save(max).click();
  await expect(max.getByText(SAVED)).toBeVisible();
  const ken = await joined(world, by, "Ken Ito", "mechanic");
  await expect(ken.getByLabel("Name", { exact: true })).toHaveValue("Ken Ito");
  await expect(ken.locator(".skeleton, main [aria-busy=true]")).toHaveCount(0);
  await expect(form(ken)).toHaveCount(0);
});
