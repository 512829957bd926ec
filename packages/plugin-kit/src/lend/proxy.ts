import ipaddr from "ipaddr.js";

/** HTTP proxies through which requests go, as `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name them. */
export interface ProxyAddresses {
  /** For `http:` URLs: an http(s) address, perhaps with user name and password. */
  readonly http?: string;
  /** For `https:` URLs. */
  readonly https?: string;
  /**
   * Hosts that are asked directly, separated by commas or blanks: a name (and every name below it), an address, a range such as `10.0.0.0/8`, each
   * perhaps with a port; `*` for all.
   */
  readonly except?: string;
}

/**
 * Makes the choice of the proxy for a URL; `undefined`: it is asked directly. The machine itself is never asked through a proxy.
 *
 * @example
 * proxyChoice({ https: "http://proxy.example:3128", except: "corp.example" })(new URL("https://huggingface.co"))?.host
 * // "proxy.example:3128"
 */
export function proxyChoice({ http, https, except = "" }: ProxyAddresses): (url: URL) => URL | undefined {
  const proxies: Readonly<Record<string, URL | undefined>> = { "http:": parsed(http), "https:": parsed(https) };
  const exceptions = except.toLowerCase().split(/[\s,]+/).filter((entry) => entry !== "").map(readException);
  return (url) => {
    const proxy = proxies[url.protocol];
    if (proxy === undefined) return undefined;
    const host = hostOf(url);
    const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
    return isThisMachine(host) || exceptions.some((covers) => covers(host, port)) ? undefined : proxy;
  };
}

/** Whether a name can only be one of the machine or of its own network: no name of the public internet. */
export function isLocalName(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, "");
  // RFC 6761, RFC 6762, RFC 8375, and ICANN's reservation of `internal`.
  return !host.includes(".") || /\.(localhost|local|internal|home\.arpa)$/.test(host);
}

function parsed(address: string | undefined): URL | undefined {
  return address === undefined ? undefined : new URL(address);
}

/** Without brackets and without a dot at the end. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || (ipaddr.isValid(host) && ipaddr.process(host).range() === "loopback");
}

function readException(entry: string): (host: string, port: string) => boolean {
  const [, name = "", wantedPort] = /^(\[.*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
  const wanted = name.replace(/^\[(.*)\]$/, "$1").replace(/^\*?\./, "");
  const covers = coverOf(wanted);
  return (host, port) => (wantedPort === undefined || wantedPort === port) && covers(host);
}

function coverOf(wanted: string): (host: string) => boolean {
  if (wanted === "*") return () => true;
  if (ipaddr.isValidCIDR(wanted)) {
    const [network, bits] = ipaddr.parseCIDR(wanted);
    return (host) => {
      const address = ipaddr.isValid(host) ? ipaddr.process(host) : undefined;
      return address !== undefined && address.kind() === network.kind() && address.match(network, bits);
    };
  }
  if (ipaddr.isValid(wanted)) return (host) => ipaddr.isValid(host) && ipaddr.process(host).toString() === ipaddr.process(wanted).toString();
  return (host) => wanted !== "" && (host === wanted || host.endsWith(`.${wanted}`));
}
