import type { Abi, AbiEvent, AbiFunction, AbiParameter } from "viem";
import { formatAbiItem as canonical } from "viem/utils";
import { formatAbiItem as humanReadable } from "abitype";
import type { EventRule, ListRule, Mapping, ReadRule, SetRule, Target, ValueRule } from "../mapping/mapping.ts";

/** A mapping to start from, and what somebody who knows the contract should look at. */
export interface GuessedMapping {
  readonly mapping: Mapping;
  /** One sentence each. */
  readonly notes: readonly string[];
}

export interface ContractPlace {
  readonly id: string;
  readonly chainId: number;
  readonly address: string;
  readonly startBlock: number;
}

/**
 * Guesses a mapping from the names and types in an ABI: which event begins an entry, what its key is, and which arguments and views are name,
 * digest, owner and address of a document. Names are all that it goes by, so it is a start and no answer.
 *
 * @param counts - how often each event was seen, by its signature.
 * @returns `undefined` when no event and no view looks like a registration.
 */
export function guessMapping(abi: Abi, place: ContractPlace, counts: ReadonlyMap<string, number> = new Map()): GuessedMapping | undefined {
  const events = abi.filter((item) => item.type === "event");
  const functions = abi.filter((item) => item.type === "function");
  const views = functions.filter(({ stateMutability }) => stateMutability === "view" || stateMutability === "pure");
  const beginning = beginningOf(events, counts);
  if (beginning === undefined) return guessEnumeration(views, place);
  const { event, key } = beginning;
  const notes: string[] = [];
  const used = new Set<AbiEvent | AbiFunction>([event]);
  const recover = recoveries(event, functions, used);
  const set = setOf(event.inputs, "args", { key, recovered: new Set(Object.keys(recover)) });
  const on: Record<string, EventRule> = { [nameIn(event, events)]: { op: "upsert", first: true, ...(Object.keys(recover).length === 0 ? {} : { recover }), set } };
  for (const other of events) {
    if (other === event) continue;
    const rule = ruleOf(other, key, set);
    if (rule === undefined) continue;
    used.add(other);
    on[nameIn(other, events)] = rule;
  }
  const read = readsOf(views, { keyType: key.type, set, used });
  const known = { ...set, ...Object.assign({}, ...read.map((rule) => rule.set)) } as SetRule;
  if (known.name === undefined) {
    set.name = `entry {key}`;
    notes.push("No argument and no view looks like a name, so entries are called by their keys: set name to what people call them.");
  }
  if (known["artifact.sha256"] === undefined) notes.push("No bytes32 or text looks like a sha256 of a file; without one, nothing can be held against other sources.");
  else if (known["artifact.path"] === undefined) {
    set["artifact.path"] = "model";
    notes.push("The digest has no file name beside it; \"model\" stands in for it.");
  }
  if (set["artifact.sha256"] !== undefined || known["artifact.sha256"] !== undefined) notes.push("Look up in the contract's documentation that the digest is a sha256 of the file, not a keccak256 or a hash of something else.");
  if (key.indexed !== true) notes.push("The key is not indexed: the history of an entry costs a reading of all logs of the contract.");
  const uri = uriOf(event.inputs, read, views);
  if (uri !== undefined) notes.push(`${uri} names a document; its members become values by documents: [{ uri: "${uri}", set: { description: "doc.description" } }].`);
  notes.push("writers is \"open\" (anybody may write): say curated or namespaced when the contract lets only its owner, or only the owner of a name, write.");
  return { mapping: { ...place, abi: [...used].map((item) => humanReadable(item)), key: { from: `args.${nameOf(key, event.inputs)}` }, on, ...(read.length === 0 ? {} : { read }), writers: "open" }, notes };
}

/** An argument, output or field. */
interface Input {
  readonly name?: string | undefined;
  readonly type: string;
  readonly indexed?: boolean | undefined;
  readonly components?: readonly AbiParameter[];
}

/** The event that begins an entry: one whose name says so, that has something to tell entries apart by, and that was seen most often. */
function beginningOf(events: readonly AbiEvent[], counts: ReadonlyMap<string, number>): { readonly event: AbiEvent; readonly key: Input } | undefined {
  const scored = events.flatMap((event) => {
    const key = keyOf(event);
    if (key === undefined) return [];
    const says = /register|publish|creat|add(ed)?$|mint|upload|submit|list(ed)?$|deploy|new/i.test(event.name) ? 4 : 0;
    const about = /model|agent|artifact|asset|dataset|file/i.test(event.name) ? 1 : 0;
    const undoes = ending.test(event.name) || /update|transfer|approv|role|owner|upgrad|pause|fee|withdraw|deposit/i.test(event.name) ? -6 : 0;
    const tells = event.inputs.some((input) => input.type === "string") ? 1 : 0;
    const seen = (counts.get(canonical(event)) ?? 0) > 0 ? 2 : 0;
    return [{ event, key, score: says + about + undoes + tells + seen, count: counts.get(canonical(event)) ?? 0 }];
  });
  const [best] = scored.toSorted((left, right) => right.score - left.score || right.count - left.count);
  return best === undefined || best.score < 3 ? undefined : best;
}

/** What tells entries apart: an indexed id or hash before others. */
function keyOf({ inputs }: AbiEvent): Input | undefined {
  const fit = (inputs as readonly Input[]).filter(({ type }) => /^(u?int\d*|bytes32|string)$/.test(type));
  const score = ({ name = "", type, indexed }: Input): number =>
    (/^_?(model|token|agent|entry|artifact|asset|file)?_?(id|key|hash|uid)$/i.test(name) ? 4 : /id$/i.test(name) ? 2 : 0) + (indexed === true ? 2 : 0) + (type === "string" ? (/hash/i.test(name) ? -6 : -1) : 0) - (/time|price|fee|amount|count|version|sha|digest/i.test(name) ? 6 : 0);
  const [best] = fit.toSorted((left, right) => score(right) - score(left));
  if (best !== undefined && score(best) > 0) return best;
  return fit.find(({ name = "", type }) => type === "string" && /name|model/i.test(name));
}

const ending = /deactivat|revok|remov|delet|suspend|retir|delist|deprecat|burn|disabl/i;
const gone = /remov|delet|burn|delist/i;
const again = /reactivat|restor|unsuspend|enabl|reinstat/i;
const said = /review|rat(e|ed|ing)|attest|validat|feedback|verif|audit|vote/i;

/** What another event does to an entry: it has the same key by name and type. */
function ruleOf({ name, inputs }: AbiEvent, key: Input, set: SetRule): EventRule | undefined {
  const same = inputs.find((input) => input.type === key.type && (input.name === key.name || (name === "Transfer" && input.name === "tokenId")));
  if (same === undefined) return undefined;
  const elsewhere = same.name === key.name ? {} : { key: `args.${same.name ?? ""}` };
  if (again.test(name) && !ending.test(name.replace(again, ""))) return { op: "status", value: "LISTED", ...elsewhere };
  if (gone.test(name)) return { op: "status", value: "GONE", ...elsewhere };
  if (ending.test(name)) return { op: "status", value: "DEPRECATED", ...elsewhere };
  if (name === "Transfer") return { op: "upsert", ...elsewhere, set: { owner: "args.to" } };
  const who = inputs.find((input) => input.type === "address");
  if (said.test(name) && who !== undefined) {
    const values = inputs.filter((input) => input !== same && input !== who && isPlain(input) && input.name !== undefined && input.name !== "");
    return {
      op: "claim",
      ...elsewhere,
      kindUri: `urn:example:${name.toLowerCase()}`,
      statement: `{args.${nameOf(who, inputs)}} wrote ${name}${values[0] === undefined ? "" : ` ({args.${nameOf(values[0], inputs)}})`}.`,
      issuer: `args.${nameOf(who, inputs)}`,
      value: Object.fromEntries(values.map((input) => [input.name ?? "", `args.${input.name ?? ""}`])),
    };
  }
  const changed = setOf(inputs, "args", { key: same, recovered: new Set() });
  return /updat|chang|set|metadata|version/i.test(name) && Object.keys(changed).length > 0 && Object.keys(changed).some((target) => set[target as Target] !== undefined || target !== "owner")
    ? { op: "upsert", ...elsewhere, set: changed }
    : undefined;
}

type Values = { -readonly [T in keyof SetRule]: SetRule[T] };

/** Targets by the names of arguments or fields; each argument is used once. */
function setOf(inputs: readonly Input[], root: string, { key, recovered }: { readonly key: Input | undefined; readonly recovered: ReadonlySet<string> }): Values {
  const set: Values = {};
  for (const [index, input] of inputs.entries()) {
    const name = input.name === undefined || input.name === "" ? `${index}` : input.name;
    const at = `${root}.${name}`;
    if (input === key && input.type !== "string") continue;
    if (input.indexed === true && input.type === "string" && !recovered.has(at)) continue;
    const target = targetOf(name, input);
    if (target !== undefined && set[target] === undefined) set[target] = valueOf(target, at, input) as never;
    if (/^_?(huggingface|hf)_?(repo|repository|model)/i.test(name) && input.type === "string") set.link = `pkg:huggingface/{${at}}`;
  }
  return set;
}

function targetOf(given: string, { type }: Input): Exclude<Target, "link"> | undefined {
  const name = given.replace(/^_+|_+$/g, "");
  if (type === "string") {
    if (/^(huggingface|hf)?_?(repo|repository)/i.test(name)) return "name";
    if (/(sha256|checksum|sha_?256)/i.test(name) || /^(model|file|weights?|content)?_?hash$/i.test(name)) return "artifact.sha256";
    if (/file_?(name|path)|^path$/i.test(name)) return "artifact.path";
    if (/cid|ipfs/i.test(name)) return "artifact.cid";
    if (/name|title|label/i.test(name)) return "name";
    if (/descr|summary/i.test(name)) return "description";
    if (/licen[cs]e/i.test(name)) return "license";
    if (/version/i.test(name)) return "version";
    if (/task|category|modeltype/i.test(name)) return "task";
    if (/^model(_?id)?$/i.test(name)) return "name";
    return undefined;
  }
  if (type === "bytes32") {
    if (/sha256|checksum|(model|file|weights?|content|data)_?hash|digest/i.test(name)) return "artifact.sha256";
    return /cid/i.test(name) ? "artifact.cid" : undefined;
  }
  if (type === "address") return /owner|creator|author|publisher|provider|registr|uploader|developer|sender|^by$/i.test(name) ? "owner" : undefined;
  if (type.startsWith("uint")) {
    if (/^(file)?_?size(bytes)?$/i.test(name)) return "artifact.size";
    if (/updated/i.test(name) && Number(type.slice(4) || 256) >= 32) return "updatedAt";
    if (/timestamp|created|registeredat|time$/i.test(name) && Number(type.slice(4) || 256) >= 32) return "createdAt";
    return /^version$/i.test(name) ? "version" : undefined;
  }
  return undefined;
}

function valueOf(target: string, at: string, { type }: Input): ValueRule {
  if (target === "createdAt" || target === "updatedAt") return `${at} | unix`;
  return target === "artifact.cid" && type === "bytes32" ? `${at} | cid` : at;
}

/** Texts that stand in the log as hashes alone: a function that takes an argument of that name and is called to write. */
function recoveries({ inputs }: AbiEvent, functions: readonly AbiFunction[], used: Set<AbiEvent | AbiFunction>): Record<string, { readonly call: string; readonly argument: string }> {
  const found: Record<string, { readonly call: string; readonly argument: string }> = {};
  for (const input of inputs) {
    if (input.type !== "string" || input.indexed !== true || input.name === undefined) continue;
    const plain = (name: string | undefined): string => (name ?? "").replaceAll("_", "").toLowerCase();
    const writer = functions.find(({ stateMutability, inputs: given }) => stateMutability !== "view" && stateMutability !== "pure" && given.some(({ name, type }) => type === "string" && plain(name) === plain(input.name)));
    const argument = writer?.inputs.find(({ name, type }) => type === "string" && plain(name) === plain(input.name))?.name;
    if (writer === undefined || argument === undefined) continue;
    used.add(writer);
    found[`args.${input.name}`] = { call: canonical(writer), argument };
  }
  return found;
}

/** Views of one key that say what the event does not. */
function readsOf(views: readonly AbiFunction[], { keyType, set, used }: { readonly keyType: string; readonly set: SetRule; readonly used: Set<AbiEvent | AbiFunction> }): readonly ReadRule[] {
  const reads: ReadRule[] = [];
  let known: SetRule = set;
  const ofKey = views.filter(({ inputs, outputs }) => inputs.length === 1 && inputs[0]?.type === keyType && outputs.length > 0);
  for (const view of ofKey.toSorted((left, right) => fieldsOf(right).length - fieldsOf(left).length)) {
    const more = Object.fromEntries(Object.entries(readSet(view)).filter(([target]) => known[target as Target] === undefined)) as SetRule;
    if (Object.keys(more).length === 0 || reads.length >= 3) continue;
    used.add(view);
    reads.push({ call: views.filter(({ name }) => name === view.name).length > 1 ? canonical(view) : view.name, args: ["{key}"], set: more });
    known = { ...known, ...more };
  }
  return reads;
}

function readSet(view: AbiFunction): SetRule {
  const [only] = view.outputs;
  if (view.outputs.length === 1 && only !== undefined && componentsOf(only) === undefined) {
    const target = targetOf(only.name === undefined || only.name === "" ? view.name.replace(/^get/, "").replace(/Of$/, "") : only.name, only);
    return target === undefined ? {} : { [target]: valueOf(target, "out", only) };
  }
  return setOf(fieldsOf(view), "out", { key: undefined, recovered: new Set() });
}

function fieldsOf({ outputs }: AbiFunction): readonly Input[] {
  const [only] = outputs;
  return (outputs.length === 1 && only !== undefined ? componentsOf(only) : undefined) ?? outputs;
}

/** A contract whose logs say nothing of entries: one that gives its keys, or the entries themselves. */
function guessEnumeration(views: readonly AbiFunction[], place: ContractPlace): GuessedMapping | undefined {
  const listing = views.find(({ inputs, outputs, name }) => inputs.length === 0 && (outputs[0]?.type ?? "").endsWith("[]") && /all|list|get/i.test(name));
  const type = listing?.outputs[0]?.type.slice(0, -2);
  const item = listing?.outputs[0];
  if (listing === undefined || item === undefined || type === undefined) return undefined;
  const used = new Set<AbiEvent | AbiFunction>([listing]);
  const fields: readonly Input[] = (item as Input).components ?? [];
  const key = fields.find(({ name = "", type: of }) => /id$|key$|provider|hash/i.test(name) && /^(u?int\d*|bytes32|address|string)$/.test(of));
  if (type.startsWith("tuple") && key === undefined) return undefined;
  const set = type.startsWith("tuple") ? setOf(fields, "item", { key, recovered: new Set() }) : {};
  const read = type.startsWith("tuple") ? [] : readsOf(views, { keyType: type, set, used });
  const notes = ["No event looks like a registration, so entries are those that the view lists; each run reads all of them."];
  if (set.name === undefined && !read.some((rule) => rule.set.name !== undefined)) {
    set.name = "entry {key}";
    notes.push("Nothing looks like a name, so entries are called by their keys.");
  }
  const list: ListRule = { keys: listing.name, ...(key === undefined ? {} : { key: `item.${nameOf(key, fields)}` }), set };
  return { mapping: { ...place, abi: [...used].map((each) => humanReadable(each)), key: {}, list, ...(read.length === 0 ? {} : { read }), writers: "open" }, notes };
}

/** Path of the address of a document, from the event or a view that is read. */
function uriOf(inputs: readonly Input[], read: readonly ReadRule[], views: readonly AbiFunction[]): string | undefined {
  const isUri = ({ name = "", type, indexed }: Input): boolean => type === "string" && indexed !== true && /ur[il]$|metadata/i.test(name);
  const input = inputs.find(isUri);
  if (input !== undefined) return `args.${input.name ?? ""}`;
  for (const { call } of read) {
    const field = views.filter(({ name }) => name === call).flatMap(fieldsOf).find(isUri);
    if (field !== undefined) return `out.${field.name ?? ""}`;
  }
  return undefined;
}

function nameIn(event: AbiEvent, events: readonly AbiEvent[]): string {
  return events.filter(({ name }) => name === event.name).length > 1 ? canonical(event) : event.name;
}

function nameOf(input: Input, inputs: readonly Input[]): string {
  return input.name === undefined || input.name === "" ? `${inputs.indexOf(input)}` : input.name;
}

function componentsOf({ type, components }: Input): readonly AbiParameter[] | undefined {
  return type === "tuple" ? components : undefined;
}

/** Whether a value has one text. */
function isPlain({ type, indexed }: Input): boolean {
  return !/\]$|^tuple|^bytes$/.test(type) && !(indexed === true && type === "string");
}
