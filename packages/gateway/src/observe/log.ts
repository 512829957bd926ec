import { pino } from "pino";

export const logLevels = ["trace", "debug", "info", "warn", "error", "silent"] as const;
/** From which severity on lines are written; `silent` writes none. */
export type LogLevel = (typeof logLevels)[number];

/** What every room writes to. Fields are plain data; an `error` among them is written with its chain of causes. */
export interface Logger {
  debug(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
  /** A logger that adds these fields to each line. */
  child(fields: object): Logger;
}

export interface LoggerOptions {
  /** @default "info" */
  readonly level?: LogLevel;
  /** Takes whole lines, each with its newline. @default standard error */
  readonly write?: (line: string) => void;
}

/**
 * A logger that writes JSON lines: `{"level":"info","time":"2026-08-01T00:00:00.000Z","message":"…",…}`.
 * Values of fields that hold credentials (`authorization`, `cookie`, `token`, `password`, `secret`, `apiKey`, up to two objects deep) are replaced.
 */
export function createLogger(options: LoggerOptions = {}): Logger {
  const write = options.write;
  const destination = write === undefined ? pino.destination({ dest: 2, sync: true }) : { write };
  const root = pino(
    {
      level: options.level ?? "info",
      base: null,
      messageKey: "message",
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: (fields) => withoutCredentials(fields) },
      serializers: { error: (error: unknown) => describeError(error) },
    },
    destination,
  );
  return wrap(root);
}

/** A logger that drops everything, for tests and for parts that run without one. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};

interface Target {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Target;
}

function wrap(target: Target): Logger {
  return {
    debug: (message, fields = {}) => target.debug(fields, message),
    info: (message, fields = {}) => target.info(fields, message),
    warn: (message, fields = {}) => target.warn(fields, message),
    error: (message, fields = {}) => target.error(fields, message),
    child: (fields) => wrap(target.child(withoutCredentials(fields))),
  };
}

const credentialNames = new Set([
  "authorization", "Authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key",
  "token", "accessToken", "password", "secret", "apiKey", "credentials",
]);
/** How many objects deep credentials are looked for. */
const deepest = 2;

/** The fields themselves where there is nothing to hide, which is nearly always. */
function withoutCredentials(fields: object, depth = 0): Record<string, unknown> {
  let shown = fields as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields) as [string, unknown][]) {
    const replaced = credentialNames.has(name) ? "[hidden]" : depth < deepest && isPlain(value) ? withoutCredentials(value, depth + 1) : value;
    if (replaced === value) continue;
    if (shown === fields) shown = (Array.isArray(fields) ? [...(fields as readonly unknown[])] : { ...fields }) as Record<string, unknown>;
    shown[name] = replaced;
  }
  return shown;
}

/** Errors are written by what they say of themselves, not by their members. */
function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Error);
}

/**
 * Name, code, message and stack of an error, with those of its causes (at most five). What a source threw on purpose says in one sentence what is
 * wrong, so it has no stack, nor has a failure of the system that it tells of; what nobody expected beneath it keeps its own.
 */
function describeError(error: unknown, depth = 0, told = false): unknown {
  if (!(error instanceof Error)) return error;
  const code: unknown = Reflect.get(error, "code");
  const isTold = typeof code === "string" && (told || error.name === "SourceError");
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === "string" ? { code } : {}),
    ...(error.stack === undefined || isTold ? {} : { stack: error.stack }),
    ...(error.cause === undefined || depth >= 4 ? {} : { cause: describeError(error.cause, depth + 1, isTold) }),
  };
}
