import { storedList } from "./stored-list.ts";

/** References of the pin list; the endpoint pins 50 at once. */
export const pinList = storedList("modeldex.pins", 50);
