import { timeline } from "../support/customer.ts";
import { declineOffer, expectNoOffers, offerOf, takeOffer } from "../support/mechanic.ts";
import { asksFirst, expectTold } from "../support/messages.ts";
import { book, customer, favorite, mechanic } from "../support/people.ts";
import { expectRoom } from "../support/room.ts";
import { expect, test, type World } from "../support/test.ts";

const CONCERN = "The clutch slips on hills.";

/** A booking that waits for the favorite, and another mechanic who could take it. */
async function waiting(world: World) {
  const who = await customer(world.api, "Mia Torres");
  const by = await mechanic(world.api, "Sam Ortega");
  const other = await mechanic(world.api, "Ada Lind");
  await favorite(who, by);
  const sam = await world.open(by, "/provider/offers");
  const ada = await world.open(other, "/provider/offers");
  const request = await book(who, { preferred: by, concern: CONCERN });
  const mia = await world.open(who, `/requests/${request}`);
  await expect(mia.getByRole("heading", { level: 1, name: `Asking ${by.name}` })).toBeVisible();
  await expect(offerOf(sam, CONCERN)).toBeVisible();
  await expectNoOffers(ada);
  return { who, by, other, mia, sam, ada };
}

test("journey 4: the favorite declines, everybody is asked, and the customer reads why", async ({ world }) => {
  const { who, by, other, mia, sam, ada } = await waiting(world);
  await declineOffer(sam, CONCERN);

  const why = `${by.name} cannot take it, so everybody who fits is being asked.`;
  await expect(mia.getByRole("heading", { level: 1, name: "Looking for a mechanic" })).toBeVisible();
  await expect(mia.getByRole("main").getByText(why).first()).toBeVisible();
  await expect(timeline(mia).getByRole("listitem")).toContainText([`${by.name} cannot take it.`, why]);

  await takeOffer(ada, CONCERN);
  await expectRoom(mia, other.name);
  await expectRoom(ada, who.name);
  await expectNoOffers(sam);
  await expectTold(
    world,
    [who, ["Your booking is confirmed", `${other.name} takes your request`]],
    [by, [asksFirst(who)]],
    [other, []],
  );
});

test("journey 4: the window ends while the server was down, and everybody is asked once", async ({ world }) => {
  const { who, by, other, mia, sam, ada } = await waiting(world);
  // a favorite who comes back would be news of its own
  await sam.close();
  await world.server.end("SIGKILL");
  await expect(mia.getByText("The connection was lost.")).toBeVisible();
  await world.server.run(11);

  const why = `${by.name} did not answer in time, so everybody who fits is being asked.`;
  await expect(mia.getByRole("main").getByText(why).first()).toBeVisible();
  await expect(timeline(mia).getByText(why)).toHaveCount(1);
  await expect(mia.getByText("The connection was lost.")).toBeHidden();
  await takeOffer(ada, CONCERN);
  await expectRoom(mia, other.name);
  await expectTold(
    world,
    [who, ["Your booking is confirmed", `${other.name} takes your request`]],
    [by, [asksFirst(who)]],
    [other, []],
  );
});
