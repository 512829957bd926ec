import { selector } from "../src/verifiers/abi-words.ts";
import type { Chain } from "./anvil.ts";

/** What one function of a contract does, in EVM code after its JUMPDEST. */
export type Behaviour = string;

/** 32 bytes that hold a number or an address. */
export function word(value: string | number | bigint): string {
  return (typeof value === "string" ? value.slice(2).toLowerCase() : value.toString(16)).padStart(64, "0");
}

/** Gives these words, as `abi.encode` would. */
export function gives(...words: readonly (string | number | bigint)[]): Behaviour {
  const stored = words.map((each, index) => `7f${word(each)}61${(32 * index).toString(16).padStart(4, "0")}52`).join("");
  return `${stored}61${(32 * words.length).toString(16).padStart(4, "0")}5ff3`;
}

/** Gives what stands in a storage slot below 256. */
export function givesSlot(slot: number): Behaviour {
  return `60${slot.toString(16).padStart(2, "0")}545f5260205ff3`;
}

/** Gives 1 where the second argument is one of these accounts. */
export function givesWhether(accounts: readonly string[]): Behaviour {
  // PUSH0, then for each account: PUSH20 account, CALLDATALOAD(36), EQ, OR.
  return `5f${accounts.map((account) => `73${account.slice(2)}6024351417`).join("")}5f5260205ff3`;
}

/** Stops when the caller is the account of a storage slot, else refuses. */
export function onlySlot(slot: number): Behaviour {
  // CALLER, SLOAD(slot), EQ, JUMPI over PUSH0 PUSH0 REVERT.
  return `3360${slot.toString(16).padStart(2, "0")}5414 58 6008 01 57 5f5ffd 5b00`.replaceAll(" ", "");
}

/** Writes a log with these topics and without data. */
export function writesLog(...topics: readonly string[]): Behaviour {
  return `${topics.toReversed().map((topic) => `7f${topic.slice(2)}`).join("")}5f5fa${String(topics.length)}00`;
}

/** Stops, whoever calls. */
export const anybody: Behaviour = "00";

/** Code of a contract with these functions, by signature; every other call is refused. */
export function contractCode(functions: Readonly<Record<string, Behaviour>>): string {
  const entries = Object.entries(functions);
  // PUSH0 CALLDATALOAD PUSH1 e0 SHR; for each: DUP1 PUSH4 selector EQ PUSH2 place JUMPI; PUSH0 PUSH0 REVERT.
  const head = 5 + 11 * entries.length + 3;
  let place = head;
  const table: string[] = [];
  const bodies: string[] = [];
  for (const [signature, behaviour] of entries) {
    table.push(`8063${selector(signature).slice(2)}1461${place.toString(16).padStart(4, "0")}57`);
    const body = `5b${behaviour}`;
    bodies.push(body);
    place += body.length / 2;
  }
  return `0x5f3560e01c${table.join("")}5f5ffd${bodies.join("")}`;
}

/** A contract on a local chain whose code and storage a test sets. */
export interface Placed {
  readonly address: string;
  slot(slot: number | string, value: string | number): Promise<void>;
  code(functions: Readonly<Record<string, Behaviour>>): Promise<void>;
}

/** Places a contract at an address of its own. */
export async function place(chain: Chain, number: number, functions: Readonly<Record<string, Behaviour>>): Promise<Placed> {
  const address = `0x${(0xc0ffee_0000 + number).toString(16).padStart(40, "1")}`;
  const placed: Placed = {
    address,
    slot: async (slot, value) => void (await chain.rpc("anvil_setStorageAt", [address, typeof slot === "string" ? slot : `0x${word(slot)}`, `0x${word(value)}`])),
    code: async (changed) => void (await chain.rpc("anvil_setCode", [address, contractCode(changed)])),
  };
  await placed.code(functions);
  return placed;
}
