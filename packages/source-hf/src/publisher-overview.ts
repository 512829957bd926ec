import { asBoolean, asString, SourceError, type PublisherStatement, type SourceContext } from "@modeldex/plugin-kit";
import type { HubClient } from "./hub-client.ts";

/** Names that an account can have on the Hub. */
const namePattern = /^[A-Za-z0-9_.-]{1,96}$/;

/**
 * What the Hub says of a namespace: whether an organization or a person has it, and whether it has confirmed who the organization is. The badge stands in
 * overviews alone; answers about models do not carry it. `undefined`: nobody has that name.
 *
 * @throws {SourceError} `BAD_RESPONSE`: an overview that is not of the account that was asked for.
 */
export async function readPublisher(hub: HubClient, name: string, context: SourceContext): Promise<PublisherStatement | undefined> {
  if (!namePattern.test(name) || /^\.+$/.test(name)) return undefined;
  const organization = await hub.overview("organizations", name, context);
  if (organization === undefined) {
    const person = await hub.overview("users", name, context);
    if (person === undefined) return undefined;
    requireName(person["user"], name, hub);
    return { kind: "PERSON", claims: [] };
  }
  const publisher = requireName(organization["name"], name, hub);
  if (asBoolean(organization["isVerified"]) !== true) return { kind: "ORGANIZATION", claims: [] };
  const operator = new URL(hub.endpoint).host;
  return {
    kind: "ORGANIZATION",
    claims: [{
      kind: "PUBLISHER_IDENTITY",
      statement: `The Hub marks the organization ${publisher} as verified.`,
      facts: { publisher, confirmedBy: operator },
      evidence: [{ kind: "document", url: `${hub.endpoint}/api/organizations/${encodeURIComponent(name)}/overview`, pointer: "/isVerified" }],
    }],
  };
}

/** Names of accounts differ by more than their case. */
function requireName(stated: unknown, asked: string, { endpoint }: HubClient): string {
  const name = asString(stated);
  if (name?.toLowerCase() === asked.toLowerCase()) return name;
  throw new SourceError("BAD_RESPONSE", `The overview of ${asked} at ${endpoint} is not of that account.`);
}
