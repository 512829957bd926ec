import { claimKinds, finalities, issuerTypes, type ClaimFacts, type ClaimKind } from "@modeldex/schema";
import { asRecord } from "../unknown-values.ts";
import { problem, shown } from "./problems.ts";
import { anyDigest, boolean, count, httpUrl, json, listOf, object, oneOf, optional, required, sha256, text, textOf, time, type Shape } from "./shape.ts";

/** A claim of a source. */
export const claimShape: Shape = function* (value, at) {
  const kind = asRecord(value)?.kind;
  if (typeof kind !== "string" || !isClaimKind(kind)) {
    yield problem("types", `${at}.kind is ${shown(kind)}; write one of ${claimKinds.join(", ")}`);
    return;
  }
  const facts = factShapes[kind];
  yield* object(
    {
      kind: required(oneOf(claimKinds)),
      statement: required(text()),
      evidence: required(listOf(evidenceShape, 100)),
      validAt: optional(time),
      issuer: optional(object({ type: required(oneOf(issuerTypes)), key: required(text()) })),
      ...(facts === undefined ? {} : { facts: required(facts) }),
    },
    "a claim is a statement with evidence, and only verifiers say what holds; leave it out",
  )(value, at);
};

/** A hash or address as chains write it. */
const hex: Shape = textOf("0x and hex digits", (value) => /^0x[0-9a-fA-F]*$/.test(value));

const documentShape = object({ kind: required(text()), url: required(httpUrl), pointer: optional(textOf("a JSON pointer, such as /0/name", (value) => value.startsWith("/"))), digest: optional(sha256) });
const fileShape = object({ kind: required(text()), path: required(text()), revision: required(text()), digest: optional(sha256) });

/** Bytes that are kept whole, or not at all. */
const rawHex: Shape = function* (value, at) {
  yield* hex(value, at);
  if (typeof value === "string" && value.length > 262_146) yield problem("limits", `${at} has ${value.length - 2} hex digits; leave evidence out that has more than 262144`);
};

const logShape = object({ topics: required(listOf(hex, 4)), data: required(rawHex) });
const callShape = object({ call: required(rawHex), from: optional(hex), result: required(rawHex) });
const isTrue: Shape = function* (value, at) {
  if (value !== true) yield problem("types", `${at} is ${shown(value)}; write true, or leave it out and give the result`);
};
const refusedShape = object({ call: required(rawHex), from: optional(hex), reverted: required(isTrue) });
const storageShape = object({ slot: required(hex), value: required(hex) });
const codeShape = object({ codeHash: required(hex) });
const transactionShape = object({ from: required(hex), to: optional(hex), input: required(rawHex) });

/** By the member that only this form has. */
const rawShapes: readonly (readonly [member: string, shape: Shape])[] = [
  ["reverted", refusedShape], ["call", callShape], ["slot", storageShape], ["codeHash", codeShape], ["input", transactionShape],
];

const rawShape: Shape = (value, at) => {
  const [, shape] = rawShapes.find(([member]) => asRecord(value)?.[member] !== undefined) ?? ["topics", logShape];
  return shape(value, at);
};

const chainShape = object({
  kind: required(text()),
  chainId: required(count(1)),
  address: required(text()),
  implementation: optional(text()),
  signature: optional(text()),
  blockNumber: required(count()),
  blockHash: required(text()),
  blockAt: optional(time),
  finality: required(oneOf(finalities)),
  transactionHash: optional(text()),
  logIndex: optional(count()),
  endpointsAgreeing: required(count()),
  endpointsAsked: required(count(1)),
  raw: required(rawShape),
});

const evidenceShape: Shape = function* (value, at) {
  const kind = asRecord(value)?.kind;
  if (kind === "document") yield* documentShape(value, at);
  else if (kind === "file") yield* fileShape(value, at);
  else if (kind === "chain") {
    yield* chainShape(value, at);
    const evidence = asRecord(value);
    if (asRecord(evidence?.raw)?.input !== undefined && evidence?.transactionHash === undefined) {
      yield problem("types", `${at}.transactionHash is missing; it must be there, since a transaction is found by it`);
    }
  }
  else yield problem("types", `${at}.kind is ${shown(kind)}; write one of document, file, chain`);
};

const factShapes: Readonly<Partial<Record<ClaimKind, Shape>>> = {
  SOURCE_OPERATOR: object({ operator: required(text()) }),
  CONTROL_AUTHORITY: object({
    authority: optional(oneOf(["NONE", "SINGLE_PARTY", "MULTI_PARTY", "TIME_LOCKED", "PERMISSIONLESS"])),
    holder: optional(text()),
    power: optional(text()),
  }),
  REFERENCE_IMMUTABILITY: object({ references: required(oneOf(["CONTENT_ADDRESSED", "VERSIONED", "MUTABLE"])) }),
  CHANGE_HISTORY: object({ visible: required(boolean) }),
  CONTENT_DIGEST: object({ digest: required(anyDigest), path: optional(text()), reference: optional(text()) }),
  THIRD_PARTY_SCAN: object({
    scanner: required(text()),
    verdict: required(oneOf(["CLEAN", "CAUTION", "UNSAFE", "PENDING", "ERROR"])),
    path: optional(text()),
  }),
  PUBLISHER_SIGNATURE: object({ format: required(text()), bundle: required(text()) }),
  PUBLISHER_IDENTITY: object({ publisher: required(text()), confirmedBy: required(text()) }),
  EXECUTION_ATTESTATION: object({ platform: required(text()), document: required(text()), bindsTo: required(text()) }),
  ONCHAIN_REGISTRATION: object({ registry: required(text()), key: required(text()), owner: optional(text()) }),
  EXTENSION: object({ kindUri: required(text()), value: optional(json) }),
} satisfies Record<keyof ClaimFacts, Shape>;

function isClaimKind(kind: string): kind is ClaimKind {
  return (claimKinds as readonly string[]).includes(kind);
}
