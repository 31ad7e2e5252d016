import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server as HttpServer } from "node:http";
import { text } from "node:stream/consumers";

const WEBHOOK_SECRET = "whsec_of_the_stand_in";

interface Intent {
  id: string;
  client_secret: string;
  status: string;
  amount: number;
  amount_received: number;
  currency: string;
}

/** What Stripe's script does in the page: shows fields for a card, and asks Stripe to confirm. */
const SCRIPT = `
  window.Stripe = (key) => ({
    elements: () => ({
      create: (kind, options) => {
        const input = document.createElement("input");
        input.setAttribute("aria-label", "Card number");
        input.style.color = options.style.base.color;
        input.style.background = "transparent";
        return {
          input,
          mount: (place) => place.append(input),
          update: ({ style }) => (input.style.color = style.base.color),
          destroy: () => input.remove(),
          on: (event, listener) =>
            input.addEventListener("change", () =>
              listener({ error: input.value.length < 16 ? { message: "Your card number is incomplete." } : undefined })),
        };
      },
    }),
    confirmCardPayment: async (secret, { payment_method }) => {
      const body = new URLSearchParams({ key, secret, number: payment_method.card.input.value });
      return (await fetch("ADDRESS/confirm", { method: "POST", body })).json();
    },
  });
`;

/** A stand-in for Stripe: its API, its script for browsers, and the webhooks that it sends. */
export class Stripe {
  readonly intents = new Map<string, Intent>();
  /** Where its webhooks go. */
  webhooks = "";

  private constructor(private readonly server: HttpServer) {}

  static async start(): Promise<Stripe> {
    const server = createServer();
    const stripe = new Stripe(server);
    server.on("request", async (request, response) => {
      const [status, body] = await stripe.answer(request);
      const type = typeof body === "string" ? "text/javascript" : "application/json";
      response.writeHead(status, { "content-type": type, "access-control-allow-origin": "*" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return stripe;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("The stand-in has no port.");
    return `http://127.0.0.1:${address.port}`;
  }

  /** What a server needs to know of it. */
  get settings(): Record<string, string> {
    return {
      PITLANE__PAYMENTS__GATEWAY: "stripe",
      PITLANE__PAYMENTS__STRIPE_URL: this.url,
      PITLANE__PAYMENTS__STRIPE_SCRIPT_URL: `${this.url}/script.js`,
      PITLANE__PAYMENTS__STRIPE_SECRET_KEY: "sk_test_pitlane",
      PITLANE__PAYMENTS__STRIPE_PUBLISHABLE_KEY: "pk_test_pitlane",
      PITLANE__PAYMENTS__WEBHOOK_SECRET: WEBHOOK_SECRET,
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private async answer(request: IncomingMessage): Promise<[number, unknown]> {
    const path = request.url ?? "";
    const form = new URLSearchParams(await text(request));
    if (path === "/script.js") return [200, SCRIPT.replace("ADDRESS", this.url)];
    if (path === "/confirm") return [200, await this.confirm(form)];
    if (request.headers.authorization !== "Bearer sk_test_pitlane") return [401, { error: { code: "api_key" } }];
    const [, , , id, step] = path.split("/");
    if (id === undefined) return [200, this.create(form)];
    const intent = this.intents.get(id);
    if (!intent) return [404, { error: { code: "resource_missing" } }];
    if (step === "capture") await this.change(intent, "succeeded", "payment_intent.succeeded");
    if (step === "cancel") await this.change(intent, "canceled", "payment_intent.canceled");
    return [200, intent];
  }

  private create(form: URLSearchParams): Intent {
    const id = `pi_${this.intents.size + 1}`;
    const intent = {
      id,
      client_secret: `${id}_secret`,
      status: "requires_payment_method",
      amount: Number(form.get("amount")),
      amount_received: 0,
      currency: form.get("currency") ?? "",
    };
    this.intents.set(id, intent);
    return intent;
  }

  private async confirm(form: URLSearchParams): Promise<unknown> {
    const intent = [...this.intents.values()].find((each) => each.client_secret === form.get("secret"));
    if (!intent || form.get("key") !== "pk_test_pitlane") return { error: { message: "No such payment." } };
    if (form.get("number") === "4000000000000002") return { error: { code: "card_declined", message: "Your card was declined." } };
    await this.change(intent, "requires_capture", "payment_intent.amount_capturable_updated");
    return { paymentIntent: { id: intent.id, status: intent.status } };
  }

  private async change(intent: Intent, status: string, type: string): Promise<void> {
    intent.status = status;
    if (status === "succeeded") intent.amount_received = intent.amount;
    const created = Math.floor(Date.now() / 1000);
    const body = JSON.stringify({ id: `evt_${intent.id}_${status}`, type, created, data: { object: intent } });
    const signature = createHmac("sha256", WEBHOOK_SECRET).update(`${created}.${body}`).digest("hex");
    const headers = { "content-type": "application/json", "stripe-signature": `t=${created},v1=${signature}` };
    const answer = await fetch(this.webhooks, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`The webhook was answered ${answer.status}: ${await answer.text()}`);
  }
}
