import { SourceError, type SourceContext } from "@modeldex/plugin-kit";
import type { Chain } from "../options.ts";
import type { Endpoint } from "./lent-rpc.ts";
import { RpcError, sourceErrorOf } from "./rpc-error.ts";

/** The error of a chain whose endpoints failed; its code is one that lets ask again, where one of theirs does. */
export function tooFew({ chainId, agreement, endpoints }: Chain, failures: readonly SourceError[]): SourceError {
  const [only] = failures;
  if (only !== undefined && failures.length === 1 && agreement === 1) return only;
  const leading = failures.find(({ retryable }) => retryable) ?? only;
  const again = failures.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  const needs = agreement === 1 ? `All ${endpoints.length} RPC endpoints of chain ${chainId} failed` : `Equal answers of ${agreement} RPC endpoints of chain ${chainId} are needed, and too few answered`;
  return new SourceError(leading?.code ?? "UNREACHABLE", `${needs}: ${failures.map(({ message }) => message).join(" ")}`, {
    cause: leading,
    ...(again.length === 0 ? {} : { retryAfterMs: Math.min(...again) }),
  });
}

/** @throws the reason of the signal, and whatever is no failure of an endpoint. */
export function sourceErrorFor(error: unknown, { host }: Endpoint, chain: Chain, context: SourceContext): SourceError {
  context.signal.throwIfAborted();
  if (error instanceof RpcError) return sourceErrorOf(error, host, `chain ${chain.chainId}`);
  if (error instanceof SourceError) return error;
  throw error;
}
