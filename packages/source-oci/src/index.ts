export { oci } from "./oci.ts";
export type { OciOptions, OciRegistryOptions } from "./options.ts";
export { ociDetails } from "./record.ts";
