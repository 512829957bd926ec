import { storedList } from "./stored-list.ts";

/** References that wait to be compared; the endpoint takes 8. */
export const compareTray = storedList("modeldex.compare", 8);
