import { connect, type Socket } from "node:net";

/** What a row of requests gave. */
export interface LeanRun {
  /** Of each request, in the order in which they were answered. */
  readonly elapsedMs: readonly number[];
  readonly seconds: number;
}

export interface LeanOptions {
  /** Address that takes the POST. */
  readonly url: string;
  /** Bodies in JSON, each asked once. */
  readonly bodies: readonly string[];
  readonly connections: number;
  /** Says why an answer is wrong, if it is. */
  readonly wrong?: (answer: string, place: number) => string | undefined;
}

/**
 * Posts bodies over a few connections that are kept open, each with one request under way. Asking takes much less CPU than by `fetch`, so that on two
 * cores the server is what is measured.
 *
 * @throws {Error} for a status other than 200, an answer that is wrong, and a lost connection.
 */
export async function postAll({ url, bodies, connections, wrong }: LeanOptions): Promise<LeanRun> {
  const { hostname, port, pathname } = new URL(url);
  const requests = bodies.map((body) => `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  const elapsedMs: number[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    try {
      for (let place = next++; place < requests.length; place = next++) {
        const began = performance.now();
        const answer = await exchange(socket, requests[place] ?? "");
        elapsedMs.push(performance.now() - began);
        const problem = wrong?.(answer, place);
        if (problem !== undefined) throw new Error(`${problem} Asked: ${bodies[place] ?? ""}`);
      }
    } finally {
      socket.destroy();
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  return { elapsedMs, seconds: (performance.now() - began) / 1000 };
}

/** The value that this share does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

function exchange(socket: Socket, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let received = 0;
    let expected: number | undefined;
    const read = (chunk: Buffer): void => {
      chunks.push(chunk);
      received += chunk.length;
      if (expected === undefined) {
        const text = Buffer.concat(chunks).toString("latin1");
        const end = text.indexOf("\r\n\r\n");
        if (end < 0) return;
        const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end + 2))?.[1];
        if (!text.startsWith("HTTP/1.1 200") || length === undefined) return fail(new Error(`An answer was not one with status 200 and a length: ${text.slice(0, 200)}`));
        expected = end + 4 + Number(length);
      }
      if (received < expected) return;
      done();
      const whole = Buffer.concat(chunks);
      resolve(whole.subarray(whole.indexOf("\r\n\r\n") + 4).toString());
    };
    const fail = (error: Error): void => {
      done();
      reject(error);
    };
    const lost = (): void => fail(new Error("The server closed the connection."));
    const done = (): void => void socket.off("data", read).off("error", fail).off("close", lost);
    socket.on("data", read).once("error", fail).once("close", lost);
    socket.write(request);
  });
}
