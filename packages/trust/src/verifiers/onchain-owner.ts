import { asArray, asRecord, asString } from "@modeldex/plugin-kit";

/**
 * The account that claims of a record name as the owner of an entry on a chain, in lower case: the address alone, since around it a contract may say
 * anything.
 *
 * @param claims as a record has them, or as the log kept them.
 */
export function ownerIn(claims: unknown): string | undefined {
  const owners = (asArray(claims) ?? []).flatMap((entry) => {
    const claim = asRecord(entry);
    return claim?.["kind"] === "ONCHAIN_REGISTRATION" ? [asString(asRecord(claim["facts"])?.["owner"])] : [];
  });
  return owners.map((owner) => /0x[0-9a-f]{40}$/i.exec(owner ?? "")?.[0]?.toLowerCase()).find((owner) => owner !== undefined);
}
