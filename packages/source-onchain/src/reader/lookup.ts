import type { ListingRecord, SourceContext } from "@modeldex/plugin-kit";
import type { Address, Hex } from "viem";
import { entriesOf, type Entry } from "./entries.ts";
import { isEnumerated, lastKeys } from "./enumerate.ts";
import { currentListings } from "./get.ts";
import { inTurns } from "./in-turns.ts";
import { parseKey } from "../mapping/key.ts";
import { logsOrSlower } from "../rpc/log-ranges.ts";
import { registriesAt } from "../mapping/native-id.ts";
import type { Chain } from "../options.ts";
import { faster, type Pace } from "../rpc/pace.ts";
import { explorerTarget } from "./references.ts";
import { RpcError, sourceErrorOf } from "../rpc/rpc-error.ts";
import type { Registry, RegistryList } from "../mapping/registry.ts";
import { onChain, type Session } from "../rpc/session.ts";

/** Most records of one look-up. */
const maxRecords = 20;

/** Most requests for logs in the look-up of an address. */
const maxRequests = 24;

/**
 * Finds entries by what is no native id: the hash of a transaction (the entries that its logs touched), a key of 32 bytes, the address of a
 * registry (its newest entries, at most 20; of one that makes claims about another, those that it spoke of last), an address that is itself
 * a key; also as CAIP-10 account or as URL of a configured explorer.
 */
export async function lookUp(chains: readonly Chain[], text: string, context: SourceContext): Promise<readonly ListingRecord[]> {
  const explored = explorerTarget(text.trim(), chains);
  const target = explored?.target ?? text.trim();
  const [, chainId, address] = /^(?:eip155:([1-9]\d{0,15}):)?(0x[0-9a-f]{40})$/i.exec(target) ?? [];
  const among = explored !== undefined ? [explored.chain] : chainId === undefined ? chains : chains.filter((chain) => chain.chainId === Number(chainId));
  const found = await Promise.all(
    among.map(async (chain) => {
      if (address !== undefined) return await byAddress(chain, address as Address, context);
      return /^0x[0-9a-f]{64}$/i.test(target) ? await byHash(chain, target.toLowerCase() as Hex, context) : [];
    }),
  );
  return inTurns(found).slice(0, maxRecords);
}

async function byAddress(chain: Chain, address: Address, context: SourceContext): Promise<readonly ListingRecord[]> {
  const own = registriesAt(address, chain.registries);
  const keyed = chain.registries.filter(({ keyForm, claimsOn }) => keyForm.type === "address" && claimsOn === undefined);
  if (own.length === 0 && keyed.length === 0) return [];
  return await onChain(chain, context, async (session) => {
    const asKey = keyed.map((registry) => ({ registry, keys: [address.toLowerCase()] }));
    const newest = await Promise.all(own.map(async (registry) => await newestKeys(session, registry)));
    const found = await Promise.all(
      [...newest, ...asKey].map(async ({ registry, keys }) => {
        const records = await currentListings(session, registry, { keys });
        return keys.flatMap((key) => records.get(key) ?? []);
      }),
    );
    return [...new Map(inTurns(found).map((record) => [record.nativeId, record])).values()];
  });
}

async function byHash(chain: Chain, hash: Hex, context: SourceContext): Promise<readonly ListingRecord[]> {
  return await onChain(chain, context, async (session) => {
    const logs = (await session.receiptLogs(hash)) ?? [];
    const found: ListingRecord[] = [];
    for (const registry of chain.registries) {
      const touched = (await entriesOf(session, registry, logs)).map(({ key }) => key);
      const itself = parseKey(hash, registry.keyForm);
      const keys = [...new Set([...touched, ...(itself === undefined || registry.keyForm.as !== "hex" ? [] : [itself])])].slice(0, maxRecords);
      found.push(...(await currentListings(session, registry, { keys })).values());
    }
    return found;
  });
}

/** The registry whose entries an address leads to, and their keys. */
interface NewestKeys {
  readonly registry: Registry;
  readonly keys: readonly string[];
}

/**
 * Keys of the newest entries that name a model, found from the newest block backwards; where no event makes entries, the last ones that the contract
 * lists. Of a contract that makes claims, those that it made the newest ones about.
 */
async function newestKeys(session: Session, registry: Registry): Promise<NewestKeys> {
  const subject = session.chain.registries.find(({ id }) => id === registry.claimsOn) ?? registry;
  const events = [...registry.events.values()].flat();
  const making = events.filter(({ does }) => does.op === (registry.claimsOn === undefined ? "upsert" : "claim"));
  if (isEnumerated(registry) && making.length === 0) return { registry, keys: await lastListed(session, registry) };
  const naming = making.filter(({ does }) => does.op === "upsert" && does.set.some(({ target }) => target === "name"));
  // An empty list of topics would ask for all logs.
  const telling = [naming, making, events].find(({ length }) => length > 0) ?? [];
  const topics = [[...new Set(telling.map(({ topic }) => topic))]];
  const keys = new Set<string>();
  let toBlock = session.head.number;
  let pace: Pace = { span: Math.max(1, toBlock - registry.startBlock + 1), refused: Number.MAX_SAFE_INTEGER };
  for (let requests = 0; requests < maxRequests && toBlock >= registry.startBlock && keys.size < maxRecords; requests += 1) {
    const fromBlock = Math.max(registry.startBlock, toBlock - pace.span + 1);
    const answer = await logsOrSlower(session, { addresses: [registry.address], topics, fromBlock, toBlock }, pace);
    if ("slower" in answer) {
      pace = answer.slower;
      continue;
    }
    const entries: readonly Entry[] = await entriesOf(session, subject, answer.logs);
    for (const { key } of entries.toReversed()) if (keys.size < maxRecords) keys.add(key);
    toBlock = fromBlock - 1;
    pace = faster(pace, answer.logs.length);
  }
  return { registry: subject, keys: [...keys] };
}

async function lastListed(session: Session, registry: Registry & { readonly list: RegistryList }): Promise<readonly string[]> {
  try {
    return await lastKeys(session, registry, { block: session.head, limit: maxRecords });
  } catch (error) {
    if (error instanceof RpcError) throw sourceErrorOf(error, session.host, `the enumeration of ${registry.id}`);
    throw error;
  }
}
