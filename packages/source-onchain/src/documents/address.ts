import type { CID } from "multiformats/cid";
import { dagPbCodec, parseCid, rawCodec } from "./cid.ts";

/** Where a document is. */
export type DocumentAddress =
  | { readonly kind: "web"; readonly url: string }
  /** `gateway`: origin of the gateway that the text names, where it names one. Path segments are decoded. */
  | { readonly kind: "ipfs"; readonly cid: CID; readonly path: readonly string[]; readonly gateway?: string }
  | { readonly kind: "arweave"; readonly id: string; readonly path: readonly string[] }
  | { readonly kind: "walrus"; readonly id: string }
  | { readonly kind: "data"; readonly mediaType: string; readonly base64: boolean; readonly payload: string };

/** Longest text of an address that is no `data:` URL. */
const maxLength = 2_000;

/**
 * Reads the address of a document as contracts write it: `https://…`, `ipfs://<cid>/…`, `/ipfs/<cid>/…`, a bare CID, the URL of an IPFS gateway
 * (`https://<host>/ipfs/<cid>`, `https://<cid>.ipfs.<host>`), `ar://<id>`, `walrus://<blob id>`, `data:`.
 *
 * @returns the address, or why the text is none; the reason does not repeat the text.
 */
export function readAddress(text: string): DocumentAddress | { readonly reason: string } {
  const trimmed = text.trim();
  if (/^data:/i.test(trimmed)) return readData(trimmed);
  if (trimmed.length > maxLength) return { reason: `its address has ${trimmed.length} characters; at most ${maxLength} are read` };
  if (/[\u0000-\u0020\u007F]/.test(trimmed) || !trimmed.isWellFormed()) return { reason: "its address has spaces or control characters" };
  const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]*):(?:\/\/)?(.*)$/i.exec(trimmed) ?? [];
  switch (scheme.toLowerCase()) {
    case "http":
    case "https":
      return readWeb(trimmed);
    case "ipfs":
      return readIpfs(rest.replace(/^ipfs\//, ""));
    case "ar":
      return readArweave(rest);
    case "walrus":
      return blobId.test(rest) ? { kind: "walrus", id: rest } : { reason: "its walrus: address has no blob id of 43 characters" };
    case "":
      return readBare(trimmed);
    case "ipns":
      return { reason: "its address is a name of IPNS, whose content changes; only ipfs: is read" };
    default:
      return { reason: `its address is a ${scheme.toLowerCase().slice(0, 20)}: address; https, ipfs, ar, walrus and data are read` };
  }
}

/** An address as people write it; of `data:` its beginning. */
export function addressText(address: DocumentAddress): string {
  switch (address.kind) {
    case "web":
      return address.url;
    case "ipfs":
      return `ipfs://${[address.cid.toString(), ...address.path.map(encodeURIComponent)].join("/")}`;
    case "arweave":
      return `ar://${[address.id, ...address.path.map(encodeURIComponent)].join("/")}`;
    case "walrus":
      return `walrus://${address.id}`;
    case "data":
      return `data:${address.mediaType}${address.base64 ? ";base64" : ""},${address.payload.slice(0, 20)}${address.payload.length > 20 ? "…" : ""}`;
    default:
      return address satisfies never;
  }
}

/** Bytes of a `data:` URL (RFC 2397), or why there are none. */
export function dataBytes({ base64, payload }: Extract<DocumentAddress, { kind: "data" }>, maxBytes: number): Uint8Array | { readonly reason: string } {
  const tooLong = { reason: `its data: URL holds more than ${maxBytes} bytes` };
  // Every byte takes one character at least, or three of four in base64; percent-encoded it takes three.
  if (payload.length > maxBytes * 3 + 4) return tooLong;
  const unescaped = unescapedBytes(payload);
  if (unescaped === undefined) return { reason: "its data: URL has a percent sign that escapes nothing" };
  if (!base64) return unescaped.length > maxBytes ? tooLong : unescaped;
  const characters = Buffer.from(unescaped).toString("latin1").replace(/[\t\n\f\r ]/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(characters) || characters.replace(/=+$/, "").length % 4 === 1) return { reason: "its data: URL is no valid base64" };
  const bytes = Buffer.from(characters, "base64");
  return bytes.length > maxBytes ? tooLong : new Uint8Array(bytes);
}

const blobId = /^[A-Za-z0-9_-]{43}$/;

function readWeb(text: string): DocumentAddress | { readonly reason: string } {
  const url = URL.parse(text);
  if (url === null) return { reason: "its address is no URL" };
  if (url.username !== "" || url.password !== "") return { reason: "its address carries a user name or password" };
  url.hash = "";
  const [, first, ...segments] = url.pathname.split("/");
  const inPath = first === "ipfs" ? parseCid(segments[0] ?? "") : undefined;
  if (inPath !== undefined) return withPath(inPath, segments.slice(1), url.origin) ?? { kind: "web", url: url.href };
  const [label = "", ipfs] = url.hostname.split(".");
  const inHost = ipfs === "ipfs" ? parseCid(label) : undefined;
  // Such a gateway answers for this CID alone, so only configured ones are asked.
  return (inHost === undefined ? undefined : withPath(inHost, [first ?? "", ...segments])) ?? { kind: "web", url: url.href };
}

function readIpfs(text: string): DocumentAddress | { readonly reason: string } {
  const [name = "", ...segments] = text.replace(/[?#].*$/, "").split("/");
  const cid = parseCid(name);
  if (cid === undefined) return { reason: "its ipfs: address begins with no CID" };
  return withPath(cid, segments) ?? { reason: "its ipfs: address has a path that leads elsewhere" };
}

function readArweave(text: string): DocumentAddress | { readonly reason: string } {
  const [id = "", ...segments] = text.replace(/[?#].*$/, "").split("/");
  if (!blobId.test(id)) return { reason: "its ar: address has no transaction id of 43 characters" };
  const path = readPath(segments);
  return path === undefined ? { reason: "its ar: address has a path that leads elsewhere" } : { kind: "arweave", id, path };
}

/** A CID, perhaps with a path, or the path of one. */
function readBare(text: string): DocumentAddress | { readonly reason: string } {
  const [name = "", ...segments] = text.replace(/^\/?ipfs\//, "").replace(/[?#].*$/, "").split("/");
  const cid = parseCid(name);
  const known = cid?.code === rawCodec || cid?.code === dagPbCodec;
  return (cid === undefined || !known ? undefined : withPath(cid, segments)) ?? { reason: "its address is no URL and no CID" };
}

function withPath(cid: CID, segments: readonly string[], gateway?: string): DocumentAddress | undefined {
  const path = readPath(segments);
  return path === undefined ? undefined : { kind: "ipfs", cid, path, ...(gateway === undefined ? {} : { gateway }) };
}

/** Decoded segments; `undefined` for what would be another path to somebody. */
function readPath(segments: readonly string[]): readonly string[] | undefined {
  const path: string[] = [];
  for (const segment of segments) {
    if (segment === "") continue;
    let decoded: string;
    try {
      decoded = decodeURIComponent(segment);
    } catch {
      return undefined;
    }
    if (decoded === "." || decoded === ".." || /[/\\\u0000-\u001F\u007F]/.test(decoded)) return undefined;
    path.push(decoded);
  }
  return path;
}

function readData(text: string): DocumentAddress | { readonly reason: string } {
  const comma = text.indexOf(",");
  if (comma === -1) return { reason: "its data: URL has no comma, so no data" };
  const [mediaType = "", ...parameters] = text.slice("data:".length, comma).split(";").map((part) => part.trim().toLowerCase());
  return {
    kind: "data",
    mediaType: /^[\w.+-]+\/[\w.+-]+$/.test(mediaType) ? mediaType.slice(0, 100) : "text/plain",
    base64: parameters.at(-1) === "base64",
    payload: text.slice(comma + 1),
  };
}

/** Contracts put JSON into `data:` URLs as it is, so what is not escaped stands for its UTF-8. */
function unescapedBytes(payload: string): Uint8Array | undefined {
  const encoded = Buffer.from(payload, "utf8");
  if (!encoded.includes(0x25)) return encoded;
  const bytes = new Uint8Array(encoded.length);
  let length = 0;
  for (let at = 0; at < encoded.length; at += 1) {
    const byte = encoded[at] ?? 0;
    if (byte !== 0x25) {
      bytes[length++] = byte;
      continue;
    }
    const digits = encoded.toString("latin1", at + 1, at + 3);
    if (!/^[0-9a-f]{2}$/i.test(digits)) return undefined;
    bytes[length++] = Number.parseInt(digits, 16);
    at += 2;
  }
  return bytes.subarray(0, length);
}
