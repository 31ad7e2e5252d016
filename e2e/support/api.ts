/** What the API answered instead of what was wanted. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    what: string,
  ) {
    super(`${what} answered ${status} ${code}`);
  }
}

/** The JSON API as one person uses it. */
export class Api {
  constructor(
    private readonly base: string,
    private readonly token?: string,
  ) {}

  /** The same API for whoever owns `token`. */
  as(token: string): Api {
    return new Api(this.base, token);
  }

  get<T>(path: string): Promise<T> {
    return this.send("GET", path);
  }

  post<T>(path: string, body: unknown = undefined): Promise<T> {
    return this.send("POST", path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.send("PUT", path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.send("PATCH", path, body);
  }

  /** Sends a file as the only part of a form. */
  upload<T>(path: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<T> {
    const form = new FormData();
    form.append("file", new Blob([new Uint8Array(file.buffer)], { type: file.mimeType }), file.name);
    return this.send("POST", path, form);
  }

  delete<T>(path: string, body: unknown = undefined): Promise<T> {
    return this.send("DELETE", path, body);
  }

  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = {};
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    const form = body instanceof FormData;
    if (body !== undefined && !form) headers["content-type"] = "application/json";
    if (method === "POST") headers["idempotency-key"] = crypto.randomUUID();
    const address = path.startsWith("/sandbox") ? this.base + path : `${this.base}/api/v1${path}`;
    const content = form || body === undefined ? body : JSON.stringify(body);
    const answer = await fetch(address, { method, headers, body: content });
    const text = await answer.text();
    if (!answer.ok) {
      const problem = text.startsWith("{") ? JSON.parse(text) : {};
      throw new Refused(answer.status, problem.code ?? text.slice(0, 200), `${method} ${path}`);
    }
    return (text ? JSON.parse(text) : undefined) as T;
  }
}
