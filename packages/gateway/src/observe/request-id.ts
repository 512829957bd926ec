import { randomUUID } from "node:crypto";

const acceptable = /^[A-Za-z0-9._:-]{8,128}$/;

/**
 * Id under which one request is logged.
 *
 * @param given what the caller sent as `x-request-id`; kept when it is 8 to 128 letters, digits and `._:-`.
 * @returns the given id, or a new UUID.
 */
export function requestId(given?: string | readonly string[]): string {
  return typeof given === "string" && acceptable.test(given) ? given : randomUUID();
}
