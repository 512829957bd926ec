import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

import type { KillCase } from "./kill-case.ts";

export interface KillOptions {
  readonly cases: readonly KillCase[];
  /** Kills that hit the work before it is done; the cases take turns. Of those that come too late at most three times as many are tried. */
  readonly times: number;
  /** Equal seeds give equal moments, as shares of the time that the undisturbed work takes. */
  readonly seed: number;
  readonly onKill?: (line: string) => void;
}

export interface KillReport {
  /** Kills that hit the work before it was done, by case. */
  readonly hits: Readonly<Record<string, number>>;
  /** Kills that came when the work was done already. */
  readonly late: number;
  /** What was wrong, each with its case and kill. */
  readonly problems: readonly string[];
}

/**
 * Kills work at random moments, half of the time with the processes it started. After each kill the file must open, hold at least what was seen in it
 * before, and fit together; the next start takes the work up; in the end it must have left what undisturbed work leaves.
 */
export async function killRounds({ cases, times, seed, onKill }: KillOptions): Promise<KillReport> {
  const root = mkdtempSync(join(tmpdir(), "modeldex-kill-"));
  const random = numbers(seed);
  const problems: string[] = [];
  let late = 0;
  const hits: Record<string, number> = Object.fromEntries(cases.map(({ name }) => [name, 0]));
  try {
    const works: Work[] = [];
    for (const each of cases) works.push(await undisturbed(each, root));
    for (let kill = 0; kill - late < times && kill < times * 4; kill += 1) {
      const work = works[(kill - late) % works.length];
      if (work === undefined) break;
      // Most moments are after the process has come up and opened the file.
      const from = random() < 0.15 ? 0 : work.beginMs * 0.9;
      const afterMs = from + random() * (work.durationMs - from);
      const wholeGroup = random() < 0.5;
      const { wasDone, seen, problem } = await killOnce(work, afterMs, wholeGroup);
      const { name } = work.case;
      if (wasDone) late += 1;
      else hits[name] = (hits[name] ?? 0) + 1;
      const how = `killed${wholeGroup ? " with its group" : ""} at ${((100 * afterMs) / work.durationMs).toFixed(0)} % of the time`;
      onKill?.(`${kill + 1}. ${name}: ${how}${wasDone ? ", done before" : `, ${seen} stored`}${problem === undefined ? "" : `: ${problem}`}`);
      if (problem !== undefined) problems.push(`kill ${kill + 1}, ${name}: ${problem}`);
      if (wasDone) problems.push(...finished(work));
    }
    for (const work of works) {
      if (!existsSync(work.folder)) continue;
      const code = await toTheEnd(work.case, work.folder);
      if (code !== 0) problems.push(`${work.case.name}: taken up after its last kill, it ended with ${code}`);
      problems.push(...finished(work));
    }
    return { hits, late, problems };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface Work {
  readonly case: KillCase;
  /** Of whole work, as it took last: a shared machine is now slow and now fast. */
  durationMs: number;
  /** When the file was opened. */
  beginMs: number;
  readonly contents: unknown;
  /** Where the work is killed; made with the first start, removed when it is done. */
  readonly folder: string;
}

async function undisturbed(each: KillCase, root: string): Promise<Work> {
  const folder = join(root, `${each.name}-undisturbed`);
  mkdirSync(folder);
  each.prepare(folder);
  const began = performance.now();
  const ending = new AbortController();
  const opened = watchFirst(each, folder, ending.signal);
  const code = await toTheEnd(each, folder);
  const durationMs = performance.now() - began;
  ending.abort();
  if (code !== 0) throw new Error(`${each.name} ended with ${code} although nobody disturbed it.`);
  return { case: each, durationMs, beginMs: Math.min((await opened) - began, durationMs), contents: withFile(each.file(folder), each.contents), folder: join(root, `${each.name}-killed`) };
}

async function killOnce(work: Work, afterMs: number, wholeGroup: boolean): Promise<{ readonly wasDone: boolean; readonly seen: number; readonly problem?: string }> {
  const { case: each, folder } = work;
  const isWhole = !existsSync(folder);
  if (isWhole) {
    mkdirSync(folder);
    each.prepare(folder);
  }
  const began = performance.now();
  const child = each.start(folder);
  const done = doneOf(each, child);
  const closed = once(child, "close");
  const ending = new AbortController();
  const seen = watch(each, folder, ending.signal);
  await Promise.race([done, delay(afterMs)]);
  const wasDone = await Promise.race([done, Promise.resolve(false)]);
  if (wasDone && isWhole) {
    const took = performance.now() - began;
    work.beginMs *= Math.min(1, took / work.durationMs);
    work.durationMs = took;
  }
  ending.abort();
  const before = await seen;
  if (child.exitCode === null && child.pid !== undefined) process.kill(wholeGroup ? -child.pid : child.pid, "SIGKILL");
  // Also what it started has let go of its pipes.
  await closed;
  const file = each.file(folder);
  if (!existsSync(file)) return { wasDone, seen: 0, ...(before > 0 && { problem: "the file is gone" }) };
  return withFile(file, (opened) => {
    const after = each.progress(opened);
    const check = Object.values(opened.prepare("PRAGMA integrity_check").get() ?? {})[0];
    const isEmpty = opened.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
    const problem = check !== "ok" ? `the file is damaged: ${String(check)}` : after < before ? `${before} were stored, and ${after} are left` : isEmpty ? undefined : each.problem(opened);
    return { wasDone, seen: after, ...(problem !== undefined && { problem }) };
  });
}

/** When somebody has opened the file for writing: its log is there. */
async function watchFirst(each: KillCase, folder: string, signal: AbortSignal): Promise<number> {
  while (!signal.aborted && !existsSync(`${each.file(folder)}-wal`)) await delay(2);
  return performance.now();
}

/** The most that was seen in the file by somebody else: it was stored for good. */
async function watch(each: KillCase, folder: string, signal: AbortSignal): Promise<number> {
  let most = 0;
  for await (const progress of looks(each, folder, signal)) most = Math.max(most, progress);
  return most;
}

async function* looks(each: KillCase, folder: string, signal: AbortSignal): AsyncGenerator<number> {
  while (!signal.aborted) {
    await delay(5);
    if (!existsSync(each.file(folder))) continue;
    try {
      yield withFile(each.file(folder), each.progress);
    } catch {
      // The file is being made, or its log is being taken over: the next look tells.
    }
  }
}

/** Compares what the work left with what it leaves undisturbed, and makes room for another. */
function finished({ case: each, contents, folder }: Work): readonly string[] {
  const left = withFile(each.file(folder), each.contents);
  rmSync(folder, { recursive: true, force: true });
  if (isDeepStrictEqual(left, contents)) return [];
  const parts = Object.keys(contents as object).filter((part) => !isDeepStrictEqual(Reflect.get(left as object, part), Reflect.get(contents as object, part)));
  return [`${each.name}: in the end ${parts.join(", ")} differ from what undisturbed work leaves`];
}

async function toTheEnd(each: KillCase, folder: string): Promise<number | null> {
  const child = each.start(folder);
  const closed = once(child, "close");
  const printed: string[] = [];
  child.stderr?.setEncoding("utf8").on("data", (text: string) => printed.push(text));
  if (await doneOf(each, child)) {
    if (child.exitCode === null) child.kill("SIGTERM");
    await closed;
    return 0;
  }
  await closed;
  process.stderr.write(printed.join(""));
  return child.exitCode;
}

/** Resolves when the work is done, with `true`, or its process has ended before. */
function doneOf(each: KillCase, child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    let printed = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (each.doneAt?.test(printed)) resolve(true);
    });
    child.once("exit", (code) => resolve(each.doneAt === undefined && code === 0));
  });
}

function withFile<T>(path: string, look: (file: DatabaseSync) => T): T {
  const file = new DatabaseSync(path, { timeout: 5_000 });
  try {
    return look(file);
  } finally {
    file.close();
  }
}

/** Numbers from 0 to 1 that look random and are the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
