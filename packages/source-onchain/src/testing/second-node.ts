import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { startAnvil, type Anvil } from "./anvil.ts";
import type { LocalChain } from "./local-chain.ts";

/**
 * Starts a second node of a chain, as it is now: with its blocks, transactions, receipts and old states, and without the first node from then on.
 * Close it with `stop`.
 */
export async function startSecondNode(chain: Pick<LocalChain, "rpc" | "chainId">): Promise<Anvil> {
  const dumped = await chain.rpc("anvil_dumpState", [true]);
  if (typeof dumped !== "string") throw new Error("the node dumped no state");
  const folder = await mkdtemp(join(tmpdir(), "second-node-"));
  try {
    const file = join(folder, "state.json");
    await writeFile(file, gunzipSync(Buffer.from(dumped.slice(2), "hex")));
    return await startAnvil({ chainId: chain.chainId, loadState: file });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
