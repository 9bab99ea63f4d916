import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** How the way to the server is. */
export type Way =
  | { kind: "open" }
  /** What is saved while somebody types waits so long. */
  | { kind: "slow"; ms: number }
  /** Nobody answers. */
  | { kind: "cut" }
  /** A proxy answers that it finds no server. */
  | { kind: "broken" }
  /** A network that lets no WebAssembly through. */
  | { kind: "no wasm" };

/** A door before the server that lets a walk say how the network is. */
export class Door {
  way: Way = { kind: "open" };
  /** How often something was saved while somebody typed. */
  saves = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(url: string): Promise<Door> {
    const server = createServer((asked, answer) => {
      const saving = asked.url?.endsWith("/save_draft") ?? false;
      if (saving) door.saves += 1;
      const { way } = door;
      if (way.kind === "cut") return void asked.socket.destroy();
      if (way.kind === "broken") return void answer.writeHead(502).end("Bad gateway");
      if (way.kind === "no wasm" && asked.url?.endsWith(".wasm")) return void answer.writeHead(403).end();
      const pass = () => {
        const { hostname, port } = new URL(url);
        const on = request({ hostname, port, path: asked.url, method: asked.method, headers: asked.headers }, (given) => {
          answer.writeHead(given.statusCode ?? 502, given.headers);
          given.pipe(answer);
        });
        on.once("error", () => answer.destroy());
        asked.pipe(on);
      };
      if (way.kind === "slow" && saving) setTimeout(pass, way.ms).unref();
      else pass();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const door = new Door(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return door;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
