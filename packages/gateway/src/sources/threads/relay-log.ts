import { logLevels, type Logger } from "../../observe/log.ts";

/** Writes a line that the logger of a thread has made, with the time of now. */
export function relayLog(log: Logger, line: string): void {
  const { level, message, time: _, ...fields } = JSON.parse(line) as { readonly level: string; readonly message: string; readonly time: string };
  switch (logLevels.find((known) => known === level)) {
    case "error":
      return log.error(message, fields);
    case "warn":
      return log.warn(message, fields);
    case "info":
      return log.info(message, fields);
    default:
      return log.debug(message, fields);
  }
}
