export { oci } from "./oci.ts";
export type { OciOptions } from "./options.ts";
