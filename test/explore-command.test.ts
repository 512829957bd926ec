import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anvilPath } from "../packages/source-onchain/src/testing/anvil.ts";
import { startLocalChain, type LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import { emptyFolder, removeFolder, runCommand } from "./support/command.ts";

describe.skipIf(anvilPath() === undefined)("a look at a contract by the command (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let folder: string;
  beforeAll(async () => {
    folder = await emptyFolder();
    chain = await startLocalChain();
  });
  afterAll(async () => {
    await chain.stop();
    await removeFolder(folder);
  });

  it("prints texts of the contract without what acts on a terminal", async () => {
    await chain.registerFile({ repo: "acme/\u001B[31mred\u202E", file: "a\u0007.gguf\nsecond line", sha256: `0x${"12".repeat(32)}` });
    await chain.mine(3);
    const abi = join(folder, "abi.txt");
    await writeFile(abi, "event ModelAdded(bytes32 indexed modelId, string huggingfaceRepo, string fileName, uint256 tier)\n");
    const { out, code } = await runCommand(["try-source", "onchain", "--chain", "31337", "--address", chain.files, "--rpc", chain.url, "--abi", abi], { MODELDEX_DATA_DIR: folder });
    expect([code, out.match(/[\u0000-\u0009\u000B-\u001F\u007F\u202E]/g)]).toEqual([0, null]);
    expect(out).toContain("huggingfaceRepo: acme/ [31mred");
    expect(out).toContain("fileName: a .gguf second line\n");
    expect(out).toContain("1 kept");
  });
});
