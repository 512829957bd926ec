import { storedList } from "./stored-list.ts";

/** Policies that were written here, each as the text that stands for it in an address: see policy/policy-param.ts. */
export const ownPolicies = storedList("modeldex.policies", 30);
