import { OptionsError } from "../options.ts";

/** The addresses that an operator configured for one source. */
export interface BaseAddresses {
  /** Whether the URL lies under one of them: same origin, and path equal or below at a border of segments. */
  cover(url: URL): boolean;
  /** Whether one of them has this origin; credentials go nowhere else. */
  haveOrigin(origin: string): boolean;
}

/**
 * Reads configured addresses.
 *
 * @param addresses - http(s) URLs: an origin, with a path where only that path is meant. Query and fragment do not count.
 * @throws {OptionsError} an address is no http(s) URL, or carries a user name or password.
 */
export function baseAddresses(addresses: readonly string[]): BaseAddresses {
  const bases = addresses.map((address, index) => readBase(address, index));
  return {
    cover: (url) => bases.some((base) => base.origin === url.origin && isBelow(url.pathname, base.path)),
    haveOrigin: (origin) => bases.some((base) => base.origin === origin),
  };
}

interface Base {
  readonly origin: string;
  /** Without slash at the end; empty for the whole origin. */
  readonly path: string;
}

function readBase(address: string, index: number): Base {
  const url = URL.parse(address);
  const at = `baseAddresses[${index}]`;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new OptionsError("baseAddresses", [{ path: at, message: "must be an http or https URL, such as https://models.example.org" }]);
  }
  if (url.username !== "" || url.password !== "") {
    throw new OptionsError("baseAddresses", [{ path: at, message: `must not carry a user name or password (${url.host}); give credentials as an option of the source` }]);
  }
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, "") };
}

function isBelow(path: string, base: string): boolean {
  if (base === "") return true;
  if (path !== base && !path.startsWith(`${base}/`)) return false;
  // A server that decodes `%2f` and resolves `..` afterwards would leave the base path again.
  return !/(^|[/\\])\.\.([/\\]|$)/.test(decodedFully(path));
}

function decodedFully(path: string): string {
  let decoded = path;
  for (let round = 0; round < 4; round += 1) {
    const next = decoded.replace(/%(2e|2f|5c|25)/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (next === decoded) break;
    decoded = next;
  }
  return decoded;
}
