import { SourceError } from "../source-error.ts";
import { AddressRefusedError } from "./public-lookup.ts";

/**
 * Turns what a connection failed with into a `SourceError` that names the host and nothing else of the request.
 *
 * `TIMEOUT`: the connection took too long. `BAD_RESPONSE`: no valid HTTP or compression. `UNSUPPORTED`: refused address or port.
 * `UNREACHABLE`: everything else (name, connection, certificate, refusal by a proxy, connection lost within the answer).
 *
 * @param proxy - host of the proxy through which it was asked.
 */
export function connectionFailure(error: unknown, target: string, proxy?: string): SourceError {
  if (error instanceof SourceError) return error;
  const host = proxy === undefined ? target : `${target}, through the proxy ${proxy},`;
  const causes = causesOf(error);
  if (causes.some((cause) => cause instanceof AddressRefusedError)) return refusedAddress(target);
  const refusal = causes.map(({ message }) => /^Proxy response \((\d+)\)/.exec(message)?.[1]).find((status) => status !== undefined);
  if (refusal !== undefined) return new SourceError("UNREACHABLE", `The proxy ${proxy ?? ""} does not let requests to ${target} through (${refusal}).`, { cause: error });
  if (causes.some((cause) => cause.name === "HTTPParserError")) {
    // Without its cause, which carries what the host sent.
    return new SourceError("BAD_RESPONSE", `${host} did not answer in valid HTTP.`);
  }
  const code = causes.map(codeOf).find((text) => text !== undefined);
  if (code !== undefined && timeouts.has(code)) {
    return new SourceError("TIMEOUT", `${host} did not accept a connection in time (${code}).`, { cause: error });
  }
  if (code !== undefined && /^(Z_|ERR_.*BROTLI|ERR_.*ZSTD|ERR__ERROR_FORMAT|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_)/.test(code)) {
    return new SourceError("BAD_RESPONSE", `${host} sent an answer that cannot be read (${code}).`, { cause: error });
  }
  if (causes.some((cause) => cause.message === "bad port")) {
    return new SourceError("UNSUPPORTED", `${host} was not asked: its port belongs to another protocol than HTTP.`, { cause: error });
  }
  return new SourceError("UNREACHABLE", `${host} cannot be reached${code === undefined ? "" : ` (${code})`}.`, { cause: error });
}

/** The error for a host that is not public and not configured. */
export function refusedAddress(host: string): SourceError {
  return new SourceError("UNSUPPORTED", `${host} was not asked: it is no public address, and not one that is configured for this source.`);
}

const timeouts: ReadonlySet<string> = new Set(["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  let current: unknown = error;
  while (current instanceof Error && causes.length < 8) {
    causes.push(current);
    current = current instanceof AggregateError ? (current.errors[0] ?? current.cause) : current.cause;
  }
  return causes;
}

function codeOf(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}
