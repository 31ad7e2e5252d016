import type { Page, WebSocketRoute } from "@playwright/test";

/** The connection of one page, which a test can cut and mend. */
export class Connection {
  private readonly sockets = new Set<WebSocketRoute>();
  private cut = false;
  private heard: () => void = () => {};
  /** Resolves when the server has said its first word: only a connection that was there can be lost. */
  readonly up = new Promise<void>((resolve) => {
    this.heard = resolve;
  });

  private constructor(private readonly page: Page) {}

  /** Takes the connection of `page` in hand; call it before the page is opened. */
  static async of(page: Page): Promise<Connection> {
    const connection = new Connection(page);
    await page.routeWebSocket(/\/api\/v1\/realtime/, (socket) => {
      if (connection.cut) {
        void socket.close({ code: 1001 });
        return;
      }
      const server = socket.connectToServer();
      server.onMessage((message) => {
        socket.send(message);
        connection.heard();
      });
      connection.sockets.add(socket);
    });
    return connection;
  }

  /** Nothing gets through any more. */
  async lose(): Promise<void> {
    this.cut = true;
    await this.page.context().setOffline(true);
    for (const socket of this.sockets) await socket.close({ code: 1001 });
    this.sockets.clear();
  }

  /** Everything gets through again. */
  async mend(): Promise<void> {
    this.cut = false;
    await this.page.context().setOffline(false);
  }
}
