import { encodeAbiParameters, encodeEventTopics, parseAbi, stringToHex, toHex, type Hex } from "viem";
import { expect, test } from "vitest";
import { compileMapping } from "../mapping/compile-mapping.ts";
import { compact } from "./compaction.ts";
import { decodeLog, type Entry } from "./entries.ts";
import { mappingSchema } from "../mapping/mapping-schema.ts";
import { erc8004 } from "../presets/erc8004.ts";
import { folded } from "./state.ts";

const agents = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const compiled = compileMapping(mappingSchema.parse(erc8004({ chainId: 1, address: agents, startBlock: 0, modelMetadataKey: "model" })));
if (!("registry" in compiled)) throw new Error("the preset is right");
const { registry } = compiled;
const abi = parseAbi([
  "event Registered(uint256 indexed agentId, string agentURI, address indexed owner)",
  "event MetadataSet(uint256 indexed agentId, string indexed indexedMetadataKey, string metadataKey, bytes metadataValue)",
  "event Transfer(address indexed from, address indexed to, uint256 indexed agentId)",
]);
const accounts = ["0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"] as const;

test("keeps what decides the state, and no more, of any history of any length", () => {
  let seed = 20_261_121;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  for (let round = 0; round < 300; round += 1) {
    const entries = Array.from({ length: 1 + random(40) }, (_, block) => randomEntry(block, random));
    const [first, ...others] = entries;
    if (first === undefined) throw new Error("there is at least one");
    const cut = random(entries.length + 1);
    const [kept, ...rest] = compact([...compact(entries.slice(0, cut)), ...entries.slice(cut)]);
    if (kept === undefined) throw new Error("the first is kept");
    expect(rest.length).toBeLessThan(9);
    const { naming, ...state } = folded([first, ...others], []);
    const { naming: compactNaming, ...compactState } = folded([kept, ...rest], []);
    expect(compactState).toEqual(state);
    expect(compactNaming).toEqual(naming);
  }
});

function randomEntry(block: number, random: (below: number) => number): Entry {
  const account = accounts[random(3)] ?? accounts[0];
  const kind = random(3);
  const made =
    kind === 0
      ? { topics: encodeEventTopics({ abi, eventName: "Registered", args: { agentId: 0n, owner: account } }), data: encodeAbiParameters([{ type: "string" }], [""]) }
      : kind === 1
        ? {
            topics: encodeEventTopics({ abi, eventName: "MetadataSet", args: { agentId: 0n, indexedMetadataKey: "model" } }),
            data: encodeAbiParameters([{ type: "string" }, { type: "bytes" }], ["model", stringToHex(["", "tiny", "pkg:huggingface/acme/tiny", "\u0000"][random(4)] ?? "")]),
          }
        : { topics: encodeEventTopics({ abi, eventName: "Transfer", args: { from: accounts[0], to: account, agentId: 0n } }), data: "0x" as Hex };
  const log = { address: registry.address, blockNumber: block, blockHash: `0x${"00".repeat(32)}` as const, transactionHash: toHex(block >> 1, { size: 32 }), logIndex: 0 };
  const [decoded] = decodeLog(registry, { ...log, data: made.data, topics: made.topics.flat().filter((topic) => topic !== null) });
  if (decoded === undefined || !("entry" in decoded)) throw new Error("the log decodes");
  return decoded.entry;
}
