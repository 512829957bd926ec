import type { LentFetch } from "@modeldex/plugin-kit/lend";

/** A member of an answer's JSON that nobody looked at. */
export interface UnreadMember {
  /** `models[].owner.handle`; the members of an object with more than 50 are one, `*`. */
  readonly path: string;
  /** How often it was there. */
  readonly count: number;
  /** The first value, as JSON, at most 60 characters. */
  readonly example: string;
}

/** Watches which members of the answers of a source are read. Only one at a time; whoever begins to watch ends it. */
export interface JsonReads {
  /** A `fetch` whose answers are watched once they are parsed. */
  watch(lent: LentFetch): LentFetch;
  /** Forgets what was read before. */
  begin(): void;
  /** What was there and was never read; of an object of which nothing was read only itself. At most 200, in the order of the answer. `undefined` where no answer was parsed. */
  unread(): readonly UnreadMember[] | undefined;
  end(): void;
}

const manyMembers = 50;
const mostUnread = 200;
const longestExample = 60;
/** Longer bodies are not watched: their text would be held twice. */
const mostCharacters = 33_554_432;

interface Member {
  /** Path of the object that it is a member of; empty for the answer itself. */
  readonly parent: string;
  count: number;
  isRead: boolean;
  readonly example: unknown;
}

/**
 * Watches by giving, in place of what `JSON.parse` makes of an answer's body, a proxy of it that notes what is asked of it. For one source in a process
 * that does nothing else, such as a trial: it takes the place of the process's own `JSON.parse` and `JSON.stringify` until its end.
 *
 * What is only passed to `JSON.stringify`, such as for a digest of the whole, is not read by that.
 */
export function watchJsonReads(): JsonReads {
  const { parse, stringify } = JSON;
  const bodies = new Set<string>();
  const members = new Map<string, Member>();
  const proxies = new WeakMap<object, object>();
  const maps = new WeakMap<object, boolean>();
  let [paused, parsed] = [0, 0];

  /** Whether the members of an object are told as one. */
  function isMap(of: object): boolean {
    const known = maps.get(of) ?? Object.keys(of).length > manyMembers;
    maps.set(of, known);
    return known;
  }

  function memberPath(of: object, key: string, path: string): string {
    if (Array.isArray(of)) return `${path}[]`;
    const name = isMap(of) ? "*" : key;
    return path === "" ? name : `${path}.${name}`;
  }

  function noteAll(value: unknown, path: string): void {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const at = memberPath(value, key, path);
      const known = members.get(at);
      if (known === undefined) members.set(at, { parent: path, count: 1, isRead: false, example: inner });
      else known.count += 1;
      noteAll(inner, at);
    }
  }

  function watched(value: unknown, path: string): unknown {
    if (typeof value !== "object" || value === null) return value;
    const known = proxies.get(value);
    if (known !== undefined) return known;
    const read = (key: string | symbol): string | undefined => {
      if (typeof key !== "string" || !Object.hasOwn(value, key) || (key === "length" && Array.isArray(value))) return undefined;
      const at = memberPath(value, key, path);
      const member = members.get(at);
      if (member !== undefined && paused === 0) member.isRead = true;
      return at;
    };
    const proxy = new Proxy(value, {
      get: (target, key) => {
        const at = read(key);
        const inner: unknown = Reflect.get(target, key);
        return at === undefined ? inner : watched(inner, at);
      },
      has: (target, key) => {
        read(key);
        return Reflect.has(target, key);
      },
    });
    proxies.set(value, proxy);
    return proxy;
  }

  JSON.parse = (text, reviver) => {
    const value: unknown = parse(text, reviver);
    if (!bodies.has(text)) return value;
    parsed += 1;
    noteAll(value, "");
    return watched(value, "");
  };
  JSON.stringify = ((...words: Parameters<typeof stringify>) => {
    paused += 1;
    try {
      return stringify(...words);
    } finally {
      paused -= 1;
    }
  }) as typeof stringify;

  return {
    watch: (lent) => ({ close: lent.close, fetch: async (input, init) => overheard(await lent.fetch(input, init), (text) => void bodies.add(text)) }),
    begin: () => {
      members.clear();
      parsed = 0;
    },
    unread: () => {
      if (parsed === 0) return undefined;
      // What is within an object that nobody read is told by that one's name alone.
      const all = [...members].filter(([, { isRead, parent }]) => !isRead && members.get(parent)?.isRead !== false);
      return all.slice(0, mostUnread).map(([path, { count, example }]) => ({ path, count, example: shortened(stringify(example)) }));
    },
    end: () => void Object.assign(JSON, { parse, stringify }),
  };
}

function shortened(text: string): string {
  return text.length > longestExample ? `${text.slice(0, longestExample - 1)}…` : text;
}

/** The answer, whose text is told before whoever reads it has it. */
function overheard(answer: Response, tell: (text: string) => void): Response {
  if (answer.body === null) return answer;
  const decoder = new TextDecoder();
  let text = "";
  const body = answer.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      if (text.length <= mostCharacters) text += decoder.decode(chunk, { stream: true });
      controller.enqueue(chunk);
    },
    flush: () => {
      text += decoder.decode();
      if (text.length <= mostCharacters) tell(text);
    },
  }));
  const response = new Response(body, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
  return Object.defineProperties(response, { url: { value: answer.url }, redirected: { value: answer.redirected } });
}
