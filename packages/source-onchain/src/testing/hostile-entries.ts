import type { Address, Hex } from "viem";
import type { Mapping } from "../mapping/mapping.ts";
import { erc8004 } from "../presets/erc8004.ts";
import { fabstir } from "../presets/fabstir.ts";
import { bytesOfModelAdded } from "./hostile-content.ts";
import type { LocalChain } from "./local-chain.ts";

/** What somebody wrote who means no good, in four registries. */
export interface HostileEntries {
  /** `DocumentRegistry`: texts as names, descriptions and addresses. */
  readonly documents: Address;
  /** `HashedNameRegistry`: texts as keys. */
  readonly hashed: Address;
  /** Keys of entries in `FileRegistry` that are as they should be, written before and after those that are not. */
  readonly good: { readonly before: Hex; readonly after: Hex };
  /** How the four are read. */
  readonly mappings: readonly Mapping[];
}

export const greatest = 2n ** 256n - 1n;
/** With a Cyrillic a. */
export const homoglyph = "open\u0430i/whisper-large-v3";
export const word = (n: number) => `0x${`${n}`.padStart(64, "0")}` as const;

/** Writes texts with markup, marks of direction, look-alike letters and zero bytes, texts that are empty or very long, and bytes that are no text. */
export async function writeHostileEntries(chain: LocalChain): Promise<HostileEntries> {
  const documents = await chain.deploy("DocumentRegistry");
  const hashed = await chain.deploy("HashedNameRegistry");
  const set = async (id: bigint, name: string, uri = "") => await chain.write("DocumentRegistry", documents, "setMany", [id, name, [uri]]);
  await set(0n, "first model");
  await set(1n, "nul\u0000 in it");
  await set(2n, "safe\u202Egpj.exe\u2066 override");
  await set(3n, "long ".repeat(12_000));
  await set(4n, homoglyph);
  await set(5n, "");
  await set(6n, " \u0000\u0007 ");
  await set(7n, "<script>alert(1)</script> \u{1F600} e\u0301\u0301\u0301\u0301");
  await set(8n, "x".repeat(66_000));
  await set(9n, "with address", `javascript:${"a".repeat(50_000)}`);
  await set(greatest, "last model");
  for (const name of ["", "plain name", "nul\u0000name", "b/../../etc", "k".repeat(500), "%00%2f", "ра\u202Eypal"]) await chain.write("HashedNameRegistry", hashed, "register", [name, `0x${"00".repeat(32)}`]);
  const emit = async (n: number, data: Hex) => await chain.write("FileRegistry", chain.files, "addUndecodable", [word(n), data]);
  const before = await chain.registerFile({ repo: "acme/before", file: "ok.gguf", sha256: `0x${"11".repeat(32)}` });
  await emit(1, bytesOfModelAdded("0x6163006d65ff", "0x61c328622e67677566"));
  await emit(2, "0xdeadbeef");
  await emit(3, bytesOfModelAdded("0x00", "0x00"));
  await emit(4, "0x");
  await emit(5, bytesOfModelAdded(`0x${"61".repeat(100_000)}`, "0x61"));
  const after = await chain.registerFile({ repo: "acme/after", file: "ok.gguf", sha256: `0x${"22".repeat(32)}` });
  await chain.registerAgent({ uri: "\u0000", model: "pkg:huggingface/BAAI/bge-m3" });
  return { documents, hashed, good: { before: before.key, after: after.key }, mappings: mappingsOf(chain, { documents, hashed }) };
}

function mappingsOf({ chainId, files, agents }: LocalChain, { documents, hashed }: Pick<HostileEntries, "documents" | "hashed">): readonly Mapping[] {
  const at = (address: Address) => ({ chainId, address, startBlock: 1 });
  return [
    fabstir(at(files)),
    erc8004({ ...at(agents), modelMetadataKey: "model" }),
    { ...at(documents), id: "documents", abi: ["event DocumentSet(uint256 indexed id, string name, string uri)"], key: { from: "args.id" }, on: { DocumentSet: { op: "upsert", set: { name: "args.name", description: "args.name", url: "args.uri", "extra.uri": "args.uri" } } } },
    {
      ...at(hashed), id: "hashed", abi: ["event ModelRegistered(string indexed name, address indexed owner, bytes32 sha256Hash)", "function register(string name, bytes32 sha256Hash)"], key: { from: "args.name" },
      on: { ModelRegistered: { op: "upsert", set: { name: "args.name" }, recover: { "args.name": { call: "register", argument: "name" } } } },
    },
  ];
}
