import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesInMemory } from "../byte-source.ts";
import { bytesOf, evilProtocol2, evilProtocol4, globalOf, legacyTorch, pickleOf, proto, stateDict, textOf } from "../fixtures/write-pickle.ts";
import { zipOf } from "../fixtures/write-zip.ts";
import { inspectPickle, inspectZip } from "../inspect-pickles.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;
const hasUnzip = spawnSync("unzip", ["-v"]).status === 0;
const storage = { name: "archive/data/0", bytes: Buffer.alloc(16, 1) };

describe.skipIf(!hasPython)("the command of a finding on pickles (install python3 if skipped)", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "modeldex-"));
  });
  afterAll(async () => rm(folder, { recursive: true }));

  /** Runs the command as it stands over a file, and gives the lines that name an import. */
  async function shown(bytes: Uint8Array, command: string | undefined): Promise<readonly string[]> {
    await writeFile(join(folder, "FILE"), bytes);
    const printed = execFileSync("sh", ["-c", command ?? "false"], { cwd: folder, encoding: "utf8" });
    return printed.split("\n").filter((line) => / (?:GLOBAL|STACK_GLOBAL|INST) /.test(line));
  }

  async function showsMember(name: string): Promise<void> {
    const bytes = zipOf([{ name: "other.pkl", bytes: stateDict, deflate: true }, { name, bytes: evilProtocol2, deflate: true }, storage]);
    const { reproduce, decisive } = await inspectZip(bytesInMemory(bytes));
    expect({ shown: await shown(bytes, reproduce), decisive: Buffer.from(decisive ?? []) }).toEqual({ shown: ["2 GLOBAL 'posix system'"], decisive: evilProtocol2 });
    expect((await readdir(folder)).toSorted()).toEqual(["FILE", "member.pkl"]);
    expect([...(reproduce ?? "")].filter((letter) => letter < " " || letter > "~")).toEqual([]);
  }

  it.each([
    ["a pickle", evilProtocol2, ["2 GLOBAL 'posix system'"]],
    ["its twin", Buffer.from(evilProtocol2.toString("latin1").replace("posix", "pasix"), "latin1"), ["2 GLOBAL 'pasix system'"]],
    ["a second pickle behind the first", pickleOf(globalOf("torch", "Size"), ".", evilProtocol2), ["0 GLOBAL 'torch Size'", "15 GLOBAL 'posix system'"]],
    ["names that are put on the stack", evilProtocol4, ["28 STACK_GLOBAL None"]],
    ["a nested pickle", pickleOf(proto(3), bytesOf(evilProtocol2), "."), ["  2 GLOBAL 'posix system'"]],
    ["a pickle nested twice, once as text", pickleOf(proto(3), bytesOf(pickleOf(proto(2), textOf(evilProtocol2.toString("latin1")), ".")), "."), ["    2 GLOBAL 'posix system'"]],
    ["weights of torch before 1.6", legacyTorch(evilProtocol2), ["78 GLOBAL 'posix system'"]],
    ["a pickle at which pickletools gives up", pickleOf("0h\x07", globalOf("posix", "system"), "."), ["3 GLOBAL 'posix system'"]],
  ])("shows the imports of %s", async (_what, bytes, expected) => {
    const { reproduce, decisive } = await inspectPickle(bytesInMemory(bytes));
    expect(await shown(bytes, reproduce)).toEqual(expected);
    expect(await shown(decisive ?? new Uint8Array(0), reproduce)).toEqual(expected);
  });

  it.each(["a;touch hostile;.pkl", "$(touch hostile).pkl", "-d.pkl", "a*.pkl", "a b.pkl", "`touch hostile`.pkl", "a\nb.pkl", "'; touch hostile; '.pkl", "\u001b[2J.pkl", "é.pkl", "[a].pkl"])("shows those of the member %j, and runs nothing that stands in its name", showsMember);

  it.skipIf(!hasUnzip)("shows those of a member whose name is plain (install unzip if skipped)", () => showsMember("archive/data.pkl"));
});

describe("what is kept of pickles", () => {
  const long = pickleOf(bytesOf(Buffer.alloc(1_100_000)), ".");
  it.each([
    ["the pickles of a file, without what follows them", legacyTorch(stateDict), legacyTorch(stateDict).subarray(0, -24)],
    ["of more than a MiB the one that decided", pickleOf(long, evilProtocol2), evilProtocol2],
    ["nothing of one that is longer than a MiB", pickleOf(evilProtocol2.subarray(0, -1), "0", long), undefined],
    ["nothing of what is no pickle", Buffer.from([0xff, 0xfe]), undefined],
  ])("is %s", async (_what, bytes, expected) => {
    const { decisive } = await inspectPickle(bytesInMemory(bytes));
    expect(decisive === undefined ? undefined : Buffer.from(decisive)).toEqual(expected);
  });

  it("is of a zip the member in which the worst was found", async () => {
    const bytes = zipOf([{ name: "archive/data.pkl", bytes: stateDict }, { name: "archive/more.pkl", bytes: evilProtocol4 }, storage]);
    expect(Buffer.from((await inspectZip(bytesInMemory(bytes))).decisive ?? [])).toEqual(evilProtocol4);
  });
});
