import { storedList } from "./stored-list.ts";

/**
 * The policy that decides on each page whose address names none, as the text that stands for it in an address: see policy/policy-param.ts. Empty: the
 * usual one.
 */
export const policyEverywhere = storedList("modeldex.policy", 1);
