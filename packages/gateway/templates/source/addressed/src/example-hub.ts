import { asArray, asCount, asRecord, asSha256, asString, asTime, formatOfPath, found, getEach, listing, parseOptions, readBytes, readJson, SourceError } from "@modeldex/plugin-kit";
import type { Artifact, Draft, ListingRecord, Source, SourceContext } from "@modeldex/plugin-kit";
import { z } from "zod";

const optionsSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("example-hub"),
  endpoint: z.url({ protocol: /^https?$/, error: "must be an http or https URL, such as https://registry.models.example/v1" })
    .transform((url) => url.replace(/\/+$/, "")).default("https://registry.models.example/v1"),
});

/** `id`: id of the source, default `example-hub`. `endpoint`: address of the registry. */
export type ExampleHubOptions = z.input<typeof optionsSchema>;

/** `name:tag`, or `name@sha256:` and the digest of a manifest. */
const idForm = /^([\w.-]{1,100}\/[\w.-]{1,100})(?::([\w.-]{1,100})|@(sha256:[0-9a-f]{64}))$/;
const scheme = "example-hub://";

/**
 * The models of Example Hub, which knows each by the digest of its manifest and lists none: one is asked for by tag or by digest.
 *
 * @throws {OptionsError} naming the option that is wrong.
 */
export function exampleHub(options: ExampleHubOptions = {}): Source {
  const { id, endpoint } = parseOptions(optionsSchema, options, "exampleHub()");

  async function getOne(asked: string, context: SourceContext): Promise<ListingRecord | undefined> {
    const [, name, tag, digest] = idForm.exec(asked) ?? [];
    if (name === undefined) return undefined;
    const [what, now] = [`the manifest of ${asked}`, context.now()];
    const response = await found(await context.fetch(`${endpoint}/${name}/manifests/${tag ?? digest}`, { signal: context.signal }), what, now);
    if (response === undefined) return undefined;
    // Held against the digest, where one was asked for.
    const read = await readBytes(response, { what, most: 1_000_000, digests: [asSha256(digest)], now });
    const manifest = asRecord(await readJson(new Response(read.bytes), what, now));
    if (manifest === undefined) throw new SourceError("BAD_RESPONSE", `Example Hub did not answer with a manifest for ${asked}.`);
    return readManifest(manifest, { name, tag, digest: read.digest });
  }

  return {
    id,
    kind: "example-hub",
    title: "Example Hub",
    homepage: "https://models.example/",
    contract: 1,
    baseAddresses: [endpoint],
    // Who gives an entry its name: "curated" (the operator), "namespaced" (publishers, each in a space of their own), "open" (anybody).
    naming: "namespaced",
    // One model that cannot be had costs the others nothing.
    get: ({ refs }, context) => getEach(refs, context, ({ nativeId }) => getOne(nativeId, context)),
    parseReference: (text) => {
      const [nativeId, certain] = text.startsWith(scheme) ? [text.slice(scheme.length), true] : [text, false];
      return idForm.test(nativeId) ? [{ ref: { nativeId }, readAs: certain ? "Example Hub address" : "Example Hub id", certain }] : [];
    },
  };
}

/** One listing for each set of bytes: its id has the digest, and the tag by which it was asked for is one that may move. */
function readManifest(manifest: Readonly<Record<string, unknown>>, { name, tag, digest }: { readonly name: string; readonly tag: string | undefined; readonly digest: string }): ListingRecord {
  const [publisher = "", model = ""] = name.split("/");
  const license = asString(manifest.license);
  return listing({
    nativeId: `${name}@${digest}`,
    name: model,
    movingAliases: tag === undefined ? undefined : [`${name}:${tag}`],
    publisher: { name: publisher },
    revision: digest,
    license: license === undefined ? undefined : { stated: license },
    createdAt: asTime(manifest.created),
    artifacts: asArray(manifest.files)?.flatMap((file) => readFile(asRecord(file) ?? {})),
  });
}

function readFile(file: Readonly<Record<string, unknown>>): readonly Draft<Artifact>[] {
  const path = asString(file.path);
  return path === undefined ? [] : [{ path, sizeBytes: asCount(file.size), format: formatOfPath(path), digest: asSha256(file.digest) }];
}
