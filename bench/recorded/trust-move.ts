import { createHash } from "node:crypto";
import type { ReplayServer } from "./replay-server.ts";

/** What became of one model. */
export interface Got {
  /** `KIND: before → after`. */
  readonly turned: readonly string[];
  /** `SEVERITY KIND`, the worst first. */
  readonly drifts: readonly string[];
  /** Rows of the feed. */
  readonly told: readonly string[];
  /** Rows of the feed in the two days after, which time alone brings. */
  readonly later: readonly string[];
}

/** What happens to one model of the replayed Hub. */
export interface TrustMove {
  readonly what: string;
  /** Fields that are written over, given the model as it is, and the time. */
  readonly set: (model: RecordedModel, at: string) => Readonly<Record<string, unknown>>;
  /** The repository is removed before. @default false */
  readonly removes?: true;
  readonly expected: Got;
}

interface RecordedModel {
  readonly id: string;
  readonly tags: readonly string[];
  readonly siblings: readonly { readonly rfilename: string }[];
  readonly [field: string]: unknown;
}

const nothing: Got = { turned: [], drifts: [], told: [], later: [] };
/** The replayed Hub keeps no earlier commit, and gives every small file other bytes with each. */
const otherCommit = { drifts: ["BLOCK PIN_UNAVAILABLE", "WARN CONFIG_CHANGED"], told: ["UPDATED revision, updatedAt"] } as const;
const [unavailable, configuration] = otherCommit.drifts;

/** The first is made with the first of the chosen models, and so on. */
export const moves: readonly TrustMove[] = [
  {
    what: "weights are replaced under the same branch",
    set: ({ id }, at) => ({ ...commitAt(id, at), __weights: `replaced ${id}` }),
    expected: {
      ...nothing,
      turned: ["CHANGE_HISTORY: VERIFIED SUPPORTS → VERIFIED CAUTION"], drifts: ["BLOCK WEIGHTS_CHANGED_SAME_REF", unavailable, configuration],
      // Its files are of more formats than its tags in the list name, by which they are known until the files are asked for again.
      told: ["FINDING CHANGE_HISTORY: VERIFIED SUPPORTS → VERIFIED CAUTION", "UPDATED formats, revision, updatedAt", "WEIGHTS"],
    },
  },
  {
    what: "the declared licence becomes a stricter one",
    set: ({ id, tags }, at) => ({ ...commitAt(id, at), tags: tags.map((tag) => (tag.startsWith("license:") ? "license:cc-by-nc-4.0" : tag)) }),
    // There is no licence file that it could contradict.
    expected: { ...nothing, drifts: [unavailable, "BLOCK LICENSE_CHANGED", configuration], told: ["LICENSE", ...otherCommit.told] },
  },
  {
    what: "the repository is deleted, and created again by somebody else with other weights",
    removes: true,
    set: (model, at) => ({ ...model, ...commitAt(model.id, at), _id: "650000000000000000000001", createdAt: at, __weights: `taken ${model.id}` }),
    expected: {
      turned: ["CHANGE_HISTORY: VERIFIED SUPPORTS → UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL", "NAMESPACE_CONTINUITY: VERIFIED SUPPORTS → ASSERTED CAUTION + VERIFIED UNDERMINES"],
      drifts: ["BLOCK IDENTITY_CHANGED", "BLOCK WEIGHTS_CHANGED_SAME_REF", unavailable, configuration], told: ["GONE", "LISTED"],
      later: ["FINDING CHANGE_HISTORY: UNKNOWN NEUTRAL → VERIFIED SUPPORTS"],
    },
  },
  {
    what: "a scan flags a file",
    set: ({ siblings }) => ({ __security: { scansDone: true, filesWithIssues: [{ path: weightsIn(siblings)[0], level: "unsafe" }] } }),
    expected: {
      ...nothing,
      turned: ["THIRD_PARTY_SCAN: ASSERTED SUPPORTS → ASSERTED UNDERMINES"],
      told: ["FINDING THIRD_PARTY_SCAN: ASSERTED SUPPORTS → ASSERTED UNDERMINES", "UPDATED claims"],
    },
  },
];

/** What must become of each model: nothing, of those that are not moved. */
export function expectations(models: readonly string[]): ReadonlyMap<string, Got> {
  return new Map(models.map((id, index) => [id, moves[index]?.expected ?? nothing]));
}

/**
 * Models with weights, a configuration and a permissive licence, that are open, and have neither code nor a licence file.
 *
 * @throws {Error} when there are fewer than asked for.
 */
export async function chosenModels(url: string, among: readonly string[], count: number): Promise<readonly string[]> {
  const chosen: string[] = [];
  for (const id of among) {
    if (chosen.length === count) break;
    const { tags, siblings, gated } = await modelOf(url, id);
    const paths = siblings.map(({ rfilename }) => rfilename);
    const isPermissive = tags.includes("license:apache-2.0") || tags.includes("license:mit");
    const isPlain = !paths.some((path) => /licen[cs]e|\.py$/i.test(path)) && paths.includes("config.json") && weightsIn(siblings).length > 0;
    if (id.includes("/") && gated === false && isPermissive && isPlain) chosen.push(id);
  }
  if (chosen.length < count) throw new Error(`Only ${chosen.length} of ${among.length} models can be moved, and ${count} are needed.`);
  return chosen;
}

/** Lets it happen. */
export async function makeMove(hub: ReplayServer, id: string, { set, removes }: TrustMove, at: string): Promise<void> {
  const model = await modelOf(hub.url, id);
  if (removes === true) await hub.control({ remove: id });
  await hub.control({ patch: { id, set: set(model, at) } });
}

async function modelOf(url: string, id: string): Promise<RecordedModel> {
  return (await (await fetch(`${url}/api/models/${id}`)).json()) as RecordedModel;
}

function weightsIn(siblings: RecordedModel["siblings"]): readonly string[] {
  return siblings.map(({ rfilename }) => rfilename).filter((path) => /\.(?:safetensors|bin|h5|msgpack)$/.test(path));
}

function commitAt(id: string, at: string): { readonly sha: string; readonly lastModified: string } {
  return { sha: createHash("sha1").update(`${id} ${at}`).digest("hex"), lastModified: at };
}
