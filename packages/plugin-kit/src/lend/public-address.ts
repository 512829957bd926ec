import ipaddr from "ipaddr.js";

/**
 * Whether an IP address is one of the public internet, so that a text from outside may lead there.
 *
 * Not public: private, loopback, link-local, carrier-grade NAT, multicast, reserved, documentation and benchmarking ranges; IPv6 outside
 * `2000::/3`; every IPv6 form that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo), since it may lead to a private one;
 * and the metadata services of clouds, also the one of Azure that has a public-looking address. Ranges: IANA special-purpose registries.
 *
 * @param address - textual IPv4 or IPv6 address, without brackets; any other text is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  if (parsed instanceof ipaddr.IPv6) return parsed.match(globalUnicast);
  return parsed.toString() !== azurePlatformAddress;
}

const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/** Azure answers here for metadata and DNS, from inside every virtual machine only. */
const azurePlatformAddress = "168.63.129.16";
