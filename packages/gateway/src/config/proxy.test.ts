import { describe, expect, it } from "vitest";
import { proxyOf } from "./proxy.ts";

describe("proxyOf", () => {
  it("is nothing without a proxy", () => {
    expect([proxyOf({}), proxyOf({ NO_PROXY: "a.example" }), proxyOf({ HTTP_PROXY: "" })]).toEqual([undefined, undefined, undefined]);
  });

  it("takes the names in lower case first, and an address without a scheme", () => {
    expect(proxyOf({ HTTP_PROXY: "http://a.example:1", http_proxy: "b.example:2", HTTPS_PROXY: "https://u:p@c.example:3", NO_PROXY: "d.example" })).toEqual({ http: "http://b.example:2/", https: "https://u:p@c.example:3/", except: "d.example" });
    expect(proxyOf({ https_proxy: "", HTTPS_PROXY: "proxy.example:3128", no_proxy: "x", NO_PROXY: "y" })).toEqual({ https: "http://proxy.example:3128/", except: "x" });
  });

  it.each(["socks5://user:hunter2@p.example:1080", "http://", "ftp://p.example"])("refuses what is no HTTP proxy, and does not repeat it: %s", (address) => {
    expect(() => proxyOf({ HTTPS_PROXY: address })).toThrow("HTTPS_PROXY must be the address of an HTTP proxy, such as http://proxy.example:3128; others, such as SOCKS, are not spoken. For no proxy leave it out.");
  });
});
