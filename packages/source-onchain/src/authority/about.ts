import { SourceError, type SourceClaim, type SourceContext } from "@modeldex/plugin-kit";
import { registryAccount, type Registry } from "../mapping/registry.ts";
import type { Chain } from "../options.ts";
import { meaningOf, RpcError } from "../rpc/rpc-error.ts";
import { onChain, type Session } from "../rpc/session.ts";
import { nameOf } from "./contract.ts";
import { probeAt } from "./probe.ts";
import { readAuthority } from "./read-authority.ts";
import { configuredWriting } from "./writing.ts";

/**
 * Who operates each registry and who can change what of it: the configuration's word, and what the chain shows at its final block.
 *
 * Of a chain that does not answer there is the configuration's word, and a claim that it could not be asked.
 *
 * @throws {SourceError} only at the deadline.
 */
export async function aboutRegistries(chains: readonly Chain[], context: SourceContext): Promise<readonly SourceClaim[]> {
  const claims = await Promise.all(chains.map(async (chain) => [...chain.registries.flatMap(configured), ...(await shown(chain, context))]));
  return claims.flat();
}

async function shown(chain: Chain, context: SourceContext): Promise<readonly SourceClaim[]> {
  const contracts = [...Map.groupBy(chain.registries, ({ address }) => address).values()];
  try {
    return await onChain(chain, context, async (session) => await authorities(session, contracts));
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
    return contracts.flatMap(([registry]) => (registry === undefined ? [] : [unread(registry, `chain ${chain.chainId} could not be asked (${error.code})`, context)]));
  }
}

/** At the final block or, where the node keeps no state of that, at the newest. */
async function authorities(session: Session, contracts: readonly (readonly Registry[])[]): Promise<readonly SourceClaim[]> {
  try {
    return await authoritiesAt(session, session.finalized, contracts);
  } catch (error) {
    if (!(error instanceof RpcError) || meaningOf(error) !== "NO_STATE") throw error;
    return await authoritiesAt(session, session.head, contracts);
  }
}

async function authoritiesAt(session: Session, block: Session["head"], contracts: readonly (readonly Registry[])[]): Promise<readonly SourceClaim[]> {
  const probe = probeAt(session, block);
  const claims = await Promise.all(
    contracts.map(async ([first, ...others]) => {
      if (first === undefined) return [];
      try {
        return await readAuthority(probe, [first, ...others]);
      } catch (error) {
        if (error instanceof RpcError || error instanceof SourceError) throw error;
        // What one contract answers spoils nothing of the others.
        return [unread(first, `what the contract answers could not be read (${error instanceof Error ? error.name : typeof error})`, session.context)];
      }
    }),
  );
  return claims.flat();
}

function unread(registry: Registry, because: string, context: SourceContext): SourceClaim {
  context.drop(registryAccount(registry), `who can change it is not known: ${because}`);
  return { kind: "CONTROL_AUTHORITY", statement: `Who can change ${nameOf(registry)} is not known: ${because}.`, facts: { power: "code" }, evidence: [], issuer: { type: "OPERATOR", key: registryAccount(registry) } };
}

/** What is known without asking. */
function configured(registry: Registry): readonly SourceClaim[] {
  const issuer = { type: "OPERATOR", key: registryAccount(registry) } as const;
  const name = nameOf(registry);
  const history: SourceClaim = {
    kind: "CHANGE_HISTORY",
    statement: registry.events.size > 0
      ? `Every change of an entry of ${name} is a log in a block of chain ${registry.chainId}.`
      : `Entries of ${name} are read from the state of chain ${registry.chainId} alone: what they were before is there only at nodes that keep old states.`,
    facts: { visible: registry.events.size > 0 },
    evidence: [],
    issuer,
  };
  const references: SourceClaim = {
    kind: "REFERENCE_IMMUTABILITY",
    statement: `A revision of ${name} names a block by its hash, and what its entries were then does not change; without a revision they are what was last written.`,
    facts: { references: "VERSIONED" },
    evidence: [],
    issuer,
  };
  const { operator } = registry;
  const operated: SourceClaim | undefined =
    operator === undefined ? undefined : { kind: "SOURCE_OPERATOR", statement: `${name} is operated by ${operator}, says the configuration.`, facts: { operator }, evidence: [], issuer };
  return [...(operated === undefined ? [] : [operated]), history, references, ...(registry.writeCall === undefined ? [configuredWriting(registry)] : [])];
}
