import { describe, expect, it } from "vitest";
import { huggingFace } from "./hugging-face.ts";

describe("huggingFace", () => {
  it("is the public Hub when nothing is said", () => {
    const { id, kind, homepage, baseAddresses, listing, naming, harvestEveryMs, limits } = huggingFace();
    expect({ id, kind, homepage, baseAddresses, listing, naming, harvestEveryMs, limits }).toEqual({
      id: "hf", kind: "huggingface", homepage: "https://huggingface.co", baseAddresses: ["https://huggingface.co"], listing: "bounded", naming: "namespaced",
      harvestEveryMs: 21_600_000,
      limits: [
        { pathPrefix: "/", requests: 3_000, windowMs: 300_000 },
        { pathPrefix: "/api/", requests: 500, windowMs: 300_000 },
        { pathPrefix: "/api/resolve-cache/", requests: 3_000, windowMs: 300_000 },
      ],
    });
  });

  it("takes a mirror below a path, a token, and a harvest by command alone", () => {
    const mirror = huggingFace({ id: "mirror", endpoint: "http://127.0.0.1:8080/hub/", token: "hf_x", harvest: "all", harvestEveryMs: false });
    const { id, homepage, listing, limits, harvestEveryMs } = mirror;
    expect({ id, homepage, listing, limits, harvestEveryMs }).toEqual({
      id: "mirror", homepage: "http://127.0.0.1:8080/hub", listing: "bounded", harvestEveryMs: false,
      limits: [
        { pathPrefix: "/hub/", requests: 5_000, windowMs: 300_000 },
        { pathPrefix: "/hub/api/", requests: 1_000, windowMs: 300_000 },
        { pathPrefix: "/hub/api/resolve-cache/", requests: 5_000, windowMs: 300_000 },
      ],
    });
  });

  it.each([
    [{ id: "HF" }, /^huggingFace\(\): option id: must be lower-case/],
    [{ endpoint: "huggingface.co" }, /option endpoint: must be an http or https address/],
    [{ endpoint: "https://user:secret@huggingface.co" }, /option endpoint/],
    [{ endpoint: "https://huggingface.co?x=1" }, /option endpoint/],
    [{ token: "two words" }, /option token: must be an access token without spaces/],
    [{ harvest: { top: 0 } }, /option harvest/],
    [{ harvestEveryMs: 5 }, /option harvestEveryMs: must be a whole number of milliseconds from 60_000 on/],
    [{ harvestEveryMs: true }, /option harvestEveryMs: must be a whole number of milliseconds from 60_000 on, or false/],
    [{ countsEveryMs: 5 }, /option countsEveryMs: must be a whole number of milliseconds/],
    [{ private: true }, /option private: needs a token that may see such repositories; give token as well/],
    [{ private: ["acme"] }, /option private: needs a token/],
    [{ token: "hf_x", private: [] }, /option private/],
    [{ token: "hf_x", private: ["acme/secret"] }, /option private\[0\]: must be a namespace, such as "acme"/],
    [{ token: "hf_x", private: "acme" }, /option private: must be true, false or a list of namespaces, such as \["acme"\]/],
    [{ tokn: "x" }, /tokn/],
  ])("refuses %j and names the option", (options, message) => {
    expect(() => huggingFace(options as Parameters<typeof huggingFace>[0])).toThrow(message);
  });

  it("answers within a scope of its own for each token, and for what of its private repositories is served", () => {
    const scope = (options: Parameters<typeof huggingFace>[0]) => huggingFace(options).credentialScope;
    const token = "hf_x";
    const scopes = [{}, { token }, { token: "hf_y" }, { token, private: true }, { token, private: ["acme"] }, { token, private: ["acme", "lab"] }].map(scope);
    expect(new Set(scopes).size).toBe(6);
    expect(scopes[0]).toBeUndefined();
    expect(scope({ token, private: ["Lab", "acme"] })).toBe(scopes[5]);
    expect(scopes.join()).not.toContain("hf_");
  });

  it("does not repeat a token that it refuses", () => {
    expect(() => huggingFace({ token: "hf_very secret" })).toThrow(expect.objectContaining({ message: expect.not.stringContaining("secret") }));
  });
});
