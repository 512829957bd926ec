import { describe, expect, it } from "vitest";
import { huggingFace } from "./hugging-face.ts";

describe("huggingFace", () => {
  it("is the public Hub when nothing is said", () => {
    const { id, kind, homepage, baseAddresses, listing, naming, limits } = huggingFace();
    expect({ id, kind, homepage, baseAddresses, listing, naming, limits }).toEqual({
      id: "hf", kind: "huggingface", homepage: "https://huggingface.co", baseAddresses: ["https://huggingface.co"], listing: "full", naming: "namespaced",
      limits: [
        { pathPrefix: "/", requests: 3_000, windowMs: 300_000 },
        { pathPrefix: "/api/", requests: 500, windowMs: 300_000 },
        { pathPrefix: "/api/resolve-cache/", requests: 3_000, windowMs: 300_000 },
      ],
    });
  });

  it("takes a mirror below a path, a token, and a bound of its harvest", () => {
    const { id, homepage, listing, limits } = huggingFace({ id: "mirror", endpoint: "http://127.0.0.1:8080/hub/", token: "hf_x", harvest: { top: 50_000 } });
    expect({ id, homepage, listing, limits }).toEqual({
      id: "mirror", homepage: "http://127.0.0.1:8080/hub", listing: "partial",
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
    [{ tokn: "x" }, /tokn/],
  ])("refuses %j and names the option", (options, message) => {
    expect(() => huggingFace(options as Parameters<typeof huggingFace>[0])).toThrow(message);
  });

  it("does not repeat a token that it refuses", () => {
    expect(() => huggingFace({ token: "hf_very secret" })).toThrow(expect.objectContaining({ message: expect.not.stringContaining("secret") }));
  });
});
