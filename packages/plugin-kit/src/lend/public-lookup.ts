import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";

/** Finds the addresses of a host name. */
export type ResolveHost = (hostname: string, family: 0 | 4 | 6) => Promise<readonly LookupAddress[]>;

/** Why a connection was not made: the name has no address that may be used. */
export class AddressRefusedError extends Error {
  override readonly name = "AddressRefusedError";
}

/** The resolver of the operating system, with its hosts file. */
export async function resolveHost(hostname: string, family: 0 | 4 | 6): Promise<readonly LookupAddress[]> {
  return await lookup(hostname, { all: true, family });
}

/**
 * Makes a `lookup` for sockets that gives only addresses which may be used.
 *
 * The socket connects to what this gives and asks no second time, so a name whose answer changes between check and connection
 * (DNS rebinding) does not get through. Of a mixed answer the usable addresses remain.
 */
export function guardedLookup(resolve: ResolveHost, mayUse: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, familyOf(options.family)).then(
      (addresses) => {
        const usable = addresses.filter(({ address }) => mayUse(address));
        const [first] = usable;
        if (first === undefined) callback(new AddressRefusedError(`${hostname} has no public address`), []);
        else if (options.all === true) callback(null, [...usable]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), []),
    );
  };
}

function familyOf(family: number | string | undefined): 0 | 4 | 6 {
  if (family === 4 || family === "IPv4") return 4;
  return family === 6 || family === "IPv6" ? 6 : 0;
}
