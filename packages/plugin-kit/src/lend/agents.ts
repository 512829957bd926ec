import { Agent, ProxyAgent, type Dispatcher } from "undici";
import { isLocalName } from "./proxy.ts";
import { AddressRefusedError, guardedLookup, type ResolveHost } from "./public-lookup.ts";

/** How names and addresses are judged; tests put loopback addresses in the place of public ones. */
export interface AddressJudge {
  readonly resolveHost: ResolveHost;
  readonly isPublic: (address: string) => boolean;
}

/** The connections of one lent fetch. */
export interface Agents {
  /**
   * @param at - what is asked: something that the operator configured, or a URL from outside; and through which proxy.
   */
  to(at: { readonly configured: boolean; readonly proxy: URL | undefined }): Dispatcher;
  /**
   * Looks at the name of a host that a proxy is to find: what it means here must be public. A name that is not known here is left to the proxy.
   *
   * @throws {AddressRefusedError}
   */
  checkName(hostname: string): Promise<void>;
  close(): Promise<void>;
}

/** Where names of the internet are not known at all, a resolver may take long to say so. */
const longestLookupMs = 1_000;

/**
 * Makes the agents. Configured addresses and URLs from outside have their own, so that a connection made to a configured private address never serves
 * a URL that is not configured.
 */
export function createAgents(judge: AddressJudge, timeoutMs: number): Agents {
  const direct = {
    configured: new Agent({ connect: { timeout: timeoutMs } }),
    guarded: new Agent({ connect: { timeout: timeoutMs, lookup: guardedLookup(judge.resolveHost, judge.isPublic) } }),
  };
  const proxied = new Map<string, ProxyAgent>();

  function through(proxy: URL, key: string): ProxyAgent {
    const known = proxied.get(key);
    if (known !== undefined) return known;
    const made = new ProxyAgent({ uri: proxy.href, connectTimeout: timeoutMs });
    proxied.set(key, made);
    return made;
  }

  return {
    to: ({ configured, proxy }) => (proxy === undefined ? direct[configured ? "configured" : "guarded"] : through(proxy, `${configured} ${proxy.href}`)),
    checkName: async (hostname) => {
      if (isLocalName(hostname)) throw new AddressRefusedError(`${hostname} is no name of the public internet`);
      const addresses = await knownHere(judge, hostname);
      // The proxy chooses among them.
      if (!addresses.every((address) => judge.isPublic(address))) throw new AddressRefusedError(`${hostname} has an address that is not public`);
    },
    close: async () => {
      await Promise.all([direct.configured, direct.guarded, ...proxied.values()].map((agent) => agent.destroy()));
    },
  };
}

async function knownHere({ resolveHost }: AddressJudge, hostname: string): Promise<readonly string[]> {
  const { promise: late, resolve } = Promise.withResolvers<readonly string[]>();
  const timer = setTimeout(() => resolve([]), longestLookupMs);
  const found = resolveHost(hostname, 0).then((addresses) => addresses.map(({ address }) => address), () => []);
  try {
    return await Promise.race([found, late]);
  } finally {
    clearTimeout(timer);
  }
}
