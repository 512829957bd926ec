import { licenseClasses, modelSorts, trustDepths } from "@modeldex/schema";
import { loadSettings } from "../config/load.ts";
import { createGateway } from "../gateway.ts";
import { compareDocument, resolveDocument, searchDocument, trustDocument } from "./documents.ts";
import type { CompareAnswer, ResolveAnswer, SearchAnswer, TrustAnswer } from "./documents.ts";
import { comparisonText, searchText, trustText } from "./print.ts";
import { resolutionText } from "./resolution-text.ts";
import type { Surroundings } from "./surroundings.ts";
import { exitCodes } from "./exit-codes.ts";
import { CommandError } from "./report.ts";

interface AskFlags {
  readonly json?: boolean;
}

export interface SearchFlags extends AskFlags {
  readonly first: string;
  readonly task?: string;
  readonly source?: string;
  readonly licenseClass?: string;
  readonly sort: string;
  readonly benchmark?: string;
  readonly after?: string;
  readonly live: boolean;
}

/** Prints the first hits of a search. */
export async function searchCommand(text: string, flags: SearchFlags, around: Surroundings): Promise<void> {
  const filter = {
    ...(flags.task !== undefined && { tasks: [flags.task] }),
    ...(flags.source !== undefined && { sources: [flags.source] }),
    ...(flags.licenseClass !== undefined && { licenseClasses: [oneOf(licenseClasses, "--license-class", flags.licenseClass)] }),
  };
  const order = { sort: oneOf(modelSorts, "--sort", flags.sort), ...(flags.benchmark !== undefined && { benchmark: flags.benchmark }), ...(flags.after !== undefined && { after: flags.after }) };
  if (!/^[1-9]\d?$|^100$/.test(flags.first)) throw new CommandError(`--first is "${flags.first}"; write a number from 1 to 100.`);
  const { search } = await ask<SearchAnswer>(searchDocument, { text, filter, first: Number(flags.first), live: flags.live, ...order }, around);
  print(flags, search, searchText(search), around);
  if (search.nodes.length === 0) process.exitCode = search.sources.some(({ status }) => status === "FAILED") ? exitCodes.sourceTrouble : exitCodes.notFound;
}

/** A value of the schema as people type it: `use-restricted` is USE_RESTRICTED. */
function oneOf<const Value extends string>(values: readonly Value[], option: string, text: string): Value {
  const typed = text.trim().toUpperCase().replaceAll(/[- ]/g, "_");
  const value = values.find((each) => each === typed);
  if (value === undefined) throw new CommandError(`${option} is "${text}"; write one of ${values.map((each) => each.toLowerCase().replaceAll("_", "-")).join(", ")}.`);
  return value;
}

/** Prints how a reference is understood. */
export async function resolveCommand(reference: string, flags: AskFlags, around: Surroundings): Promise<void> {
  const { resolve } = await ask<ResolveAnswer>(resolveDocument, { reference }, around);
  print(flags, resolve, resolutionText(resolve), around);
  if (resolve.outcome !== "RESOLVED") process.exitCode = resolve.outcome === "UNREACHABLE" ? exitCodes.sourceTrouble : exitCodes.notFound;
}

/** Prints models side by side. */
export async function compareCommand(references: readonly string[], flags: AskFlags & { readonly all?: boolean; readonly policy?: string }, around: Surroundings): Promise<void> {
  const { compare } = await ask<CompareAnswer>(compareDocument, { references, ...policy(flags) }, around);
  const rows = flags.all === true ? compare.rows : compare.rows.filter(({ verdict }) => verdict === "DIFFERENT" || verdict === "NOT_COMPARABLE");
  const hidden = flags.all === true ? 0 : compare.rows.filter(({ verdict }) => verdict === "PARTLY_UNKNOWN").length;
  print(flags, { ...compare, rows }, comparisonText({ ...compare, rows }, hidden), around);
  if (compare.unresolved.length > 0) process.exitCode = compare.unresolved.some(({ outcome }) => outcome === "UNREACHABLE") ? exitCodes.sourceTrouble : exitCodes.notFound;
}

/** Prints what is known of a model and of the system around it. */
export async function trustCommand(reference: string, flags: AskFlags & { readonly policy?: string; readonly depth: string }, around: Surroundings): Promise<void> {
  const { resolve } = await ask<TrustAnswer>(trustDocument, { reference, depth: oneOf(trustDepths, "--depth", flags.depth), ...policy(flags) }, around);
  print(flags, resolve, trustText(resolve), around);
  const decision = resolve.outcome === "RESOLVED" ? resolve.listing?.trust?.decision.outcome : undefined;
  if (decision === undefined) process.exitCode = resolve.outcome === "UNREACHABLE" ? exitCodes.sourceTrouble : exitCodes.notFound;
  else if (decision === "DENY" || decision === "INDETERMINATE") process.exitCode = exitCodes.denied;
}

function policy({ policy: id }: { readonly policy?: string }): { readonly policy?: { readonly id: string } } {
  return id === undefined ? {} : { policy: { id } };
}

/** Runs one operation in this process, over the catalog of the data folder. */
async function ask<Answer>(document: string, variables: Variables, around: Surroundings): Promise<Answer> {
  return asking(around, async (query) => query<Answer>(document, variables));
}

type Variables = Readonly<Record<string, unknown>>;

/** Runs operations in this process, each a request of its own, over the catalog of the data folder. */
export async function asking<T>(around: Surroundings, work: (query: <Answer>(document: string, variables: Variables) => Promise<Answer>) => Promise<T>): Promise<T> {
  // A few questions, and the process ends: a thread for each source would take longer to begin than to answer.
  const { isolate: _, ...settings } = await loadSettings(around.env, around.directory);
  const quiet = around.env.MODELDEX_LOG === undefined ? { ...settings, logLevel: "error" as const } : settings;
  const gateway = await createGateway(quiet, { log: (line) => void around.err.write(line) });
  try {
    await gateway.prepare({ onlyReads: true });
    return await work(async <Answer>(document: string, variables: Variables) => {
      const { data, errors } = await gateway.execute(document, variables);
      if (errors !== undefined && errors.length > 0) throw new CommandError(errors.map(({ message }) => message).join("\n"));
      return data as Answer;
    });
  } finally {
    await gateway.close();
  }
}

function print(flags: AskFlags, answer: unknown, text: string, around: Surroundings): void {
  around.out.write(flags.json === true ? `${JSON.stringify(answer, null, 2)}\n` : `${text}\n`);
}
