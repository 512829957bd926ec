import { SourceError } from "@modeldex/plugin-kit";
import type { Source } from "@modeldex/plugin-kit";
import { expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";

const failing = (id: string, error: SourceError): Source => ({
  id, kind: "scripted", title: id, contract: 1,
  get: async ({ refs }) => refs.map(() => error),
  parseReference: (text) => (text.includes("/") ? [{ ref: { nativeId: text }, readAs: `${id} id`, certain: false }] : []),
});
const resolve = '{ resolve(reference: "acme/secret") { outcome message } }';
const refuses = "Not stored here, and vault refuses it to the credentials of this gateway, whose operator may configure others";

it("says of a model that a source refuses that it refuses, not that it is to be asked again", async () => {
  const vault = failing("vault", new SourceError("UNAUTHORIZED", "vault refuses the model acme/secret to these credentials (403)."));
  const alone = await startGateway({ sources: [vault] });
  const both = await startGateway({ sources: [vault, failing("mute", new SourceError("UNREACHABLE", "Nobody is there."))] });
  try {
    expect(await alone.query(resolve)).toEqual({ resolve: { outcome: "UNREACHABLE", message: `${refuses}.` } });
    expect(await both.query(resolve)).toEqual({ resolve: { outcome: "UNREACHABLE", message: `${refuses}; mute did not answer; ask again later.` } });
  } finally {
    await both.close();
    await alone.close();
  }
});
