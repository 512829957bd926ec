import { describe, expect, it } from "vitest";
import { fileRange, rangeHeader, readBytes, readRange, sha256Of } from "./bytes.ts";
import { SourceError } from "./source-error.ts";
import { testContext } from "./testing/test-context.ts";

const now = new Date("2026-01-01T00:00:00Z");
const content = "0123456789abcdefghij";
const answer = (status: number, body: BodyInit | null, headers: Record<string, string> = {}): Response =>
  Object.defineProperty(new Response(body, { status, headers }), "url", { value: "https://files.example/model.bin?token=hunter2" });
type BodyInit = NonNullable<ConstructorParameters<typeof Response>[0]>;

async function shown(read: Promise<unknown>): Promise<unknown> {
  try {
    return await read;
  } catch (error) {
    return error instanceof SourceError ? [error.code, error.message] : error;
  }
}

/** In pieces of three bytes. */
function pieces(text: string): ReadableStream<Uint8Array> {
  return ReadableStream.from((text.match(/.{1,3}/gs) ?? []).map((piece) => new TextEncoder().encode(piece)));
}

describe("sha256Of", () => {
  it("gives the digest of bytes, and of a text as UTF-8", () => {
    // NIST, FIPS 180-4 example "abc".
    const abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect([sha256Of("abc"), sha256Of(new TextEncoder().encode("abc"))]).toEqual([abc, abc]);
  });
});

describe("readBytes", () => {
  const expected = { what: "the manifest acme/tiny:8b", most: 20, now };
  const digest = sha256Of(content);

  it("gives the bytes and their digest, where they are those of every digest that is known", async () => {
    const read = await readBytes(answer(200, pieces(content)), { ...expected, digests: [undefined, digest] });
    expect([new TextDecoder().decode(read.bytes), read.digest]).toEqual([content, digest]);
    expect(await readBytes(answer(200, null), expected)).toEqual({ bytes: new Uint8Array(), digest: sha256Of("") });
  });

  it("refuses other bytes, also a part, and one byte more than it may read", async () => {
    const cut = content.slice(0, 19);
    expect(await shown(readBytes(answer(200, cut), { ...expected, digests: [digest] }))).toEqual([
      "BAD_RESPONSE", `the manifest acme/tiny:8b came with other bytes than those of its digest ${digest}: theirs is ${sha256Of(cut)}.`,
    ]);
    expect(await shown(readBytes(answer(200, pieces(`${content}!`)), expected))).toEqual(["BAD_RESPONSE", "the manifest acme/tiny:8b is larger than 20 bytes, the most that is read."]);
  });

  it("stops reading what does not end", async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(8)), cancel: () => void (cancelled = true) });
    expect(await shown(readBytes(answer(200, endless), expected))).toMatchObject(["BAD_RESPONSE", {}]);
    expect(cancelled).toBe(true);
  });

  it("tells the failure of any other status", async () => {
    expect(await shown(readBytes(answer(503, "busy"), expected))).toEqual(["UNREACHABLE", "files.example is in trouble and did not give the manifest acme/tiny:8b (503)."]);
  });
});

describe("rangeHeader", () => {
  it("asks for a range, both ends included, and for nothing without one", () => {
    expect([rangeHeader({ start: 0, end: 7 }), rangeHeader({ start: 7, end: 7 }), rangeHeader(undefined)]).toEqual([{ range: "bytes=0-7", "accept-encoding": "identity" }, { range: "bytes=7-7", "accept-encoding": "identity" }, {}]);
  });

  it.each([[5, 2], [-1, 2], [0.5, 2], [0, Number.NaN], [0, Infinity], [0, 2 ** 53]])("refuses %s to %s", (start, end) => {
    expect(() => rangeHeader({ start, end })).toThrow(expect.objectContaining({ code: "UNSUPPORTED", message: `Bytes ${start} to ${end} are no range; it starts at 0 and its end is inclusive.` }));
  });
});

describe("fileRange", () => {
  const range = { start: 8, end: 11 };
  const other = ["BAD_RESPONSE", "files.example gave other bytes than those asked for of model.bin."];
  const part = (text: string, contentRange: string): Response => answer(206, pieces(text), { "content-range": contentRange });

  it.each<readonly [string, () => Response, { readonly start: number; readonly end: number } | undefined, unknown]>([
    ["the range", () => part("89ab", "bytes 8-11/20"), range, "89ab"],
    ["the range out of the whole file", () => answer(200, pieces(content)), range, "89ab"],
    ["the range out of a larger part", () => part("456789abcdef", "bytes 4-15/20"), range, "89ab"],
    ["the range of a file of unknown length", () => part("89ab", "bytes 8-11/*"), range, "89ab"],
    ["the range where more bytes follow than are stated", () => part("89abcdef", "bytes 8-11/20"), range, "89ab"],
    ["one byte", () => answer(200, pieces(content)), { start: 19, end: 19 }, "j"],
    ["the end of a file", () => part("ij", "bytes 18-19/20"), { start: 18, end: 99 }, "ij"],
    ["the end of a file out of the whole", () => answer(200, pieces(content)), { start: 18, end: 99 }, "ij"],
    ["nothing beyond the end of the whole file", () => answer(200, pieces(content)), { start: 50, end: 99 }, ""],
    ["nothing beyond the end", () => answer(416, "", { "content-range": "bytes */20" }), { start: 50, end: 99 }, ""],
    ["the whole file", () => answer(200, pieces(content)), undefined, content],
    ["an empty file", () => answer(200, null), undefined, ""],
    ["nothing of a file that is not there", () => answer(404, "no"), range, undefined],
    ["a failure for bytes from behind the start", () => part("9ab", "bytes 9-11/20"), range, other],
    ["a failure for fewer bytes than the file has", () => part("89", "bytes 8-9/20"), range, other],
    ["a failure for a part without its place", () => answer(206, "89ab"), range, other],
    ["a failure for a part in another unit", () => part("89ab", "lines 8-11/20"), range, other],
    ["a failure for a part where the whole was asked for", () => part("0123", "bytes 0-3/20"), undefined, other],
    ["a failure for 416 without a range", () => answer(416, ""), undefined, ["BAD_RESPONSE", "files.example did not give model.bin (416)."]],
    ["a failure for a refusal", () => answer(403, "no"), range, ["UNAUTHORIZED", "files.example refuses model.bin to these credentials (403)."]],
  ])("gives %s", async (_, response, wanted, expected) => {
    const read = async (): Promise<unknown> => {
      const stream = await fileRange(response(), wanted, "model.bin", now);
      return stream && (await new Response(stream).text());
    };
    expect(await shown(read())).toEqual(expected);
  });

  it("stops reading where the range ends, and where the reader stops", async () => {
    let cancelled = 0;
    const endless = (): Response => answer(200, new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(8)), cancel: () => void (cancelled += 1) }));
    const read = await fileRange(endless(), range, "model.bin", now);
    expect([(await new Response(read).bytes()).length, cancelled]).toEqual([4, 1]);
    await (await fileRange(endless(), { start: 0, end: 1_000_000 }, "model.bin", now))?.cancel();
    expect(cancelled).toBe(2);
  });
});

describe("readRange", () => {
  it("asks for the range and gives exactly that, and asks for none that is none", async () => {
    const asked: unknown[] = [];
    const context = testContext({ fetch: async (url, init) => {
      asked.push([url, new Headers(init?.headers).get("range")]);
      return answer(200, pieces(content));
    } });
    expect(await new Response(await readRange("https://files.example/model.bin", { start: 8, end: 11 }, "model.bin", context)).text()).toBe("89ab");
    await expect(readRange("https://files.example/model.bin", { start: 8, end: 7 }, "model.bin", context)).rejects.toMatchObject({ code: "UNSUPPORTED" });
    expect(asked).toEqual([["https://files.example/model.bin", "bytes=8-11"]]);
  });
});
