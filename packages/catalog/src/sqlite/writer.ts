import { type ChildProcess, fork } from "node:child_process";
import { extname } from "node:path";
import { CatalogFileError, CatalogWriterError } from "../errors.ts";
import { unpackError } from "./portable-error.ts";
import { type CatalogWrites, type WriteMethod, writeMethods } from "./write-methods.ts";
import type { WriteReply, WriteRequest } from "./writer-messages.ts";

/** The program beside this file: TypeScript in a clone, JavaScript in a package. */
const program = new URL(`./writer-process${extname(import.meta.filename)}`, import.meta.url);

interface PendingWrite {
  readonly method: WriteMethod;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface WriterOptions {
  /** File of the catalog. */
  readonly path: string;
  /** The caller's clock; without, the writing process looks at the computer's. */
  readonly now: (() => Date) | undefined;
  readonly entriesPerRegistrant: number;
}

/**
 * Does every write in a process of its own, one after the other in the order they were asked for. The process starts with the first write, and again
 * with the next one after it broke off. It keeps this process alive only while a write is under way.
 */
export class Writer {
  readonly #options: WriterOptions;
  readonly #pending = new Map<number, PendingWrite>();
  #child: ChildProcess | undefined;
  #lastId = 0;
  #idle: (() => void)[] = [];
  #closed = false;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** The writing methods of the port. */
  methods(): CatalogWrites {
    const entries = writeMethods.map((method) => [method, (...values: readonly unknown[]) => this.#write(method, values)] as const);
    return Object.fromEntries(entries) as CatalogWrites;
  }

  /** Waits for the writes under way; refuses further ones. */
  async drain(): Promise<void> {
    this.#closed = true;
    if (this.#pending.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Lets the process end, which closes its connection. */
  async end(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    child.ref();
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (child.connected) child.disconnect();
    await ended;
  }

  async #write(method: WriteMethod, values: readonly unknown[]): Promise<unknown> {
    if (this.#closed) throw new CatalogFileError("This catalog was closed; open it again to write.");
    const child = (this.#child ??= this.#start());
    this.#lastId += 1;
    const id = this.#lastId;
    const at = this.#options.now?.().getTime();
    return new Promise((resolve, reject) => {
      // Values that cannot be copied to another process fail here. A process that is gone is told by its exit.
      child.send({ id, method, values, ...(at !== undefined && { at }) } satisfies WriteRequest, () => undefined);
      this.#pending.set(id, { method, resolve, reject });
      child.ref();
      child.channel?.ref();
    });
  }

  #start(): ChildProcess {
    const child = fork(program, [this.#options.path, String(this.#options.entriesPerRegistrant)], { serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"] });
    child.on("message", (reply) => this.#settle(child, reply as WriteReply));
    child.once("error", (error) => this.#ended(child, error));
    child.once("exit", (code, signal) => this.#ended(child, signal ?? `exit code ${code ?? ""}`));
    this.#rest(child);
    return child;
  }

  #settle(child: ChildProcess, reply: WriteReply): void {
    const write = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if ("error" in reply) write?.reject(unpackError(reply.error));
    else write?.resolve(reply.value);
    if (this.#pending.size === 0) this.#rest(child);
  }

  #ended(child: ChildProcess, problem: unknown): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    const reason = problem instanceof Error ? problem.message : String(problem);
    for (const { method, reject } of this.#pending.values()) {
      reject(new CatalogWriterError(`The process that writes to the catalog broke off (${reason}) before ${method} was confirmed: it is stored whole or not at all; ask for it again.`, { cause: problem }));
    }
    this.#pending.clear();
    this.#rest(child);
  }

  /** Nothing is under way: the process holds up no end of this one. */
  #rest(child: ChildProcess): void {
    child.unref();
    child.channel?.unref();
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
