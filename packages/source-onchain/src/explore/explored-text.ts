import type { ContractFacts, Samples } from "./contract.ts";
import type { ContractPlace, GuessedMapping } from "./guess-mapping.ts";

/** What was found, for a person who has the contract's address and nothing else. */
export function exploredText({ place, facts, samples, abiFrom, guessed }: {
  readonly place: ContractPlace;
  readonly facts: ContractFacts;
  readonly samples: Samples;
  readonly abiFrom: string | undefined;
  readonly guessed: GuessedMapping | undefined;
}): string {
  const { head, implementation, deployedAt, logs, readFrom } = facts;
  const unknown = [...samples.unknown].map(([topic, count]) => `  ${topic} ${times(count)}`);
  return [
    `contract eip155:${place.chainId}:${place.address}`,
    `  newest block ${head.number}; ${deployedAt === undefined ? "its first block is not known (the endpoint keeps no old states)" : `first block ${deployedAt}`}`,
    ...(implementation === undefined ? [] : [`  a proxy: its code is at ${implementation}, and can be replaced`]),
    `  ${logs.length} ${logs.length === 1 ? "log" : "logs"} from block ${readFrom} on`,
    abiFrom === undefined
      ? "  no ABI: give one with --abi <file or URL> (JSON, or signatures such as event ModelAdded(bytes32 indexed modelId, string name), one a line)"
      : `  ABI: ${abiFrom}`,
    ...(samples.events.length === 0 ? [] : ["", "newest events"]),
    ...samples.events.map(({ signature, blockNumber, transactionHash, args }) => [
      `  ${signature} ${times(samples.counts.get(signature) ?? 0)}, block ${blockNumber}, ${transactionHash}`,
      ...Object.entries(args).map(([name, value]) => `    ${name}: ${value}`),
    ].join("\n")),
    ...(unknown.length === 0 ? [] : ["", "logs that the ABI has no event for, by topic", ...unknown]),
    "",
    ...(guessed === undefined ? ["no event or view looks like a registration; write a mapping as docs/mapping.md of @modeldex/source-onchain says"] : guessedText(guessed)),
  ].join("\n");
}

function guessedText({ mapping, notes }: GuessedMapping): readonly string[] {
  return [
    "a mapping to start from, by the names in the ABI alone; put it into registries of onchain({ … })",
    "",
    literal(mapping),
    "",
    "look at",
    ...notes.map((note) => `  - ${note}`),
  ];
}

/** A value as somebody would write it in TypeScript. */
function literal(value: unknown, indent = ""): string {
  if (Array.isArray(value)) {
    const one = `[${value.map((item) => literal(item)).join(", ")}]`;
    if (one.length <= 100) return one;
    return `[\n${value.map((item) => `${indent}  ${literal(item, `${indent}  `)},\n`).join("")}${indent}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const one = `{ ${members.map(([name, member]) => `${named(name)}: ${literal(member)}`).join(", ")} }`;
  if (one.length <= 120 && !one.includes("\n") && indent !== "") return members.length === 0 ? "{}" : one;
  return `{\n${members.map(([name, member]) => `${indent}  ${named(name)}: ${literal(member, `${indent}  `)},\n`).join("")}${indent}}`;
}

function named(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function times(count: number): string {
  return count === 1 ? "(once)" : `(${count} times)`;
}
