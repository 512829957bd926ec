import type { ProxyAddresses } from "@modeldex/plugin-kit/lend";
import { ConfigError } from "./config.ts";

/**
 * Proxies from the environment; of each variable the name in lower case counts first.
 *
 * @throws {ConfigError} naming the variable, without its value, which may hold a password.
 */
export function proxyOf(env: Readonly<Record<string, string | undefined>>): ProxyAddresses | undefined {
  const http = addressOf(env, "HTTP_PROXY");
  const https = addressOf(env, "HTTPS_PROXY");
  if (http === undefined && https === undefined) return undefined;
  const except = env["no_proxy"] ?? env["NO_PROXY"];
  return { ...(http !== undefined && { http }), ...(https !== undefined && { https }), ...(except !== undefined && { except }) };
}

function addressOf(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const lower = env[name.toLowerCase()];
  const text = (lower === undefined || lower === "" ? env[name] : lower)?.trim();
  if (text === undefined || text === "") return undefined;
  const url = URL.parse(/^[a-z0-9+.-]+:\/\//i.test(text) ? text : `http://${text}`);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) throw new ConfigError(`${name} must be the address of an HTTP proxy, such as http://proxy.example:3128; others, such as SOCKS, are not spoken. For no proxy leave it out.`);
  return url.href;
}
