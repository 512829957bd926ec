import { expect, it } from "vitest";
import { licenseOrigin } from "./license-origin.ts";

const llama = { spdx: "LicenseRef-HF-llama3.1", name: "Llama 3.1 Community License Agreement" };
const none = { spdx: null, name: null };
const listing = (key: string, license: typeof llama | typeof none) => ({ key, source: { id: key.split(":")[0] ?? "", title: key }, license });

it("licenseOrigin is the first listing that states the licence, and says when the leading one states none", () => {
  const [hub, file, pack] = [listing("hf:a", none), listing("file:a", llama), listing("oci:a", llama)];
  expect(licenseOrigin(llama, [hub, file, pack])).toEqual({ statedBy: file, silent: hub });
  expect(licenseOrigin(llama, [file, hub])).toEqual({ statedBy: file, silent: undefined });
});

it("licenseOrigin names nobody where the licence is not known, or no listing states it", () => {
  expect(licenseOrigin(none, [listing("hf:a", none)])).toBeUndefined();
  expect(licenseOrigin(llama, [listing("hf:a", { spdx: "MIT", name: "MIT License" })])).toBeUndefined();
});
