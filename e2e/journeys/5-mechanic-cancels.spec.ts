import { timeline } from "../support/customer.ts";
import { expectNoOffers, offerOf, takeOffer } from "../support/mechanic.ts";
import { asksFirst, expectTold } from "../support/messages.ts";
import { book, customer, favorite, mechanic } from "../support/people.ts";
import { expectRoom } from "../support/room.ts";
import { expect, test } from "../support/test.ts";

const CONCERN = "The battery is empty every morning.";

test("journey 5: the mechanic cancels after accepting, and everybody else is asked at once", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const other = await mechanic(world.api, "Ada Lind");
  await favorite(who, by);
  const ada = await world.open(other, "/provider/offers");
  const sam = await world.open(by, "/provider/offers");
  const request = await book(who, { preferred: by, concern: CONCERN });
  const mia = await world.open(who, `/requests/${request}`);
  await expect(mia.getByRole("heading", { level: 1, name: `Asking ${by.name}` })).toBeVisible();
  await takeOffer(sam, CONCERN);
  await expectRoom(mia, by.name);
  await expectNoOffers(ada);

  await expectRoom(sam, who.name);
  await sam.getByRole("button", { name: "Cancel the session" }).click();
  const question = sam.getByRole("dialog", { name: "Cancel the session?" });
  await expect(question).toContainText("The request goes to everybody else at once");
  await question.getByRole("button", { name: "Cancel the session" }).click();
  await expect(sam.getByRole("heading", { name: "The session was called off" })).toBeVisible();

  await expect(mia.getByRole("heading", { name: "The session was called off" })).toBeVisible();
  await mia.getByRole("main").getByRole("link", { name: "Continue" }).click();
  const why = "The mechanic had to cancel, so everybody else is being asked.";
  await expect(mia.getByRole("main").getByText(why).first()).toBeVisible();
  await expect(timeline(mia).getByRole("listitem")).toContainText([`${by.name} accepted.`, `${by.name} had to cancel.`, why]);

  await expect(offerOf(ada, CONCERN)).toBeVisible();
  await sam.goto("/provider/offers");
  await expectNoOffers(sam);
  await takeOffer(ada, CONCERN);
  await expectRoom(mia, other.name);

  const taken = (name: string) => `${name} takes your request`;
  const read = ["Your booking is confirmed", taken(by.name), "We are finding you another mechanic", taken(other.name)];
  await expectTold(world, [who, read], [by, [asksFirst(who)]], [other, []]);
});
