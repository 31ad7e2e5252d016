import { bookAgain, CARDS, onRequestPage, payWith } from "../support/customer.ts";
import { expectNoOffers, offerOf, takeOffer } from "../support/mechanic.ts";
import { asksFirst, expectTold, helped, helpedBy } from "../support/messages.ts";
import { customer, favorite, finishedSession, mechanic } from "../support/people.ts";
import { expectRoom } from "../support/room.ts";
import { expect, test } from "../support/test.ts";

test("journey 2: a favorite who is online is booked again, is asked alone and opens the session", async ({ world }) => {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const other = await mechanic(world.api, "Ada Lind");
  await finishedSession(who, by);
  await favorite(who, by);
  const mia = await world.open(who, "/dashboard");
  const sam = await world.open(by, "/provider/offers");
  const ada = await world.open(other, "/provider/offers");
  await expectNoOffers(sam);

  const dialog = await bookAgain(mia, by.name);
  await expect(dialog.getByRole("heading", { name: `${by.name} is available now` })).toBeVisible();
  await dialog.getByRole("link", { name: "Continue" }).click();

  await expect(mia.getByRole("heading", { level: 1, name: `Book ${by.name}` })).toBeVisible();
  const booking = mia.getByRole("main");
  await expect(booking.getByText("2019 Subaru Outback")).toBeVisible();
  await expect(booking.getByText(`I would like to talk to ${by.name} again.`)).toBeVisible();
  await expect(booking.getByText(`${by.name} is asked first.`)).toBeVisible();
  await payWith(mia, CARDS.good);
  await onRequestPage(mia);

  await expect(mia.getByRole("heading", { level: 1, name: `Asking ${by.name}` })).toBeVisible();
  await expect(mia.getByRole("timer")).toHaveText(/^(10|9) min/);
  const offer = offerOf(sam, "I would like to talk to");
  await expect(offer).toContainText("Asked first");
  await expect(offer.getByRole("timer")).toHaveText(/^(10|9) min/);
  await expectNoOffers(ada);
  expect(await other.api.get("/mechanic/offers")).toEqual({ items: [] });

  await takeOffer(sam, "I would like to talk to");
  await expectRoom(sam, who.name);
  await expectRoom(mia, by.name);
  await expectNoOffers(ada);
  await expectTold(
    world,
    [who, [helpedBy(by), "Your booking is confirmed", `${by.name} takes your request`]],
    [by, [helped(who), asksFirst(who)]],
    [other, []],
  );
});
