import { names } from "../../../test/support/four-models.ts";
import type { ReplayServer } from "../replay-server.ts";

/**
 * Lets the replayed Hub lead from the former name of Llama 3.1 to the present one, as the Hub does (307). The recorded lists are of different times and hold
 * the repository under both names.
 *
 * @returns the sha256 of its weights.
 */
export async function renameLlama({ url, control }: ReplayServer): Promise<string> {
  const read = async (query = ""): Promise<HubModel> => (await (await fetch(`${url}/api/models/${names.llama}${query}`)).json()) as HubModel;
  const present = await read();
  await control({ rename: { from: "meta-llama/Meta-Llama-3.1-8B-Instruct", to: names.llama } });
  await control({ patch: { id: names.llama, set: present } });
  const { siblings } = await read("?blobs=true");
  return siblings.find(({ rfilename }) => rfilename === "model.safetensors")?.lfs?.sha256 ?? "";
}

interface HubModel {
  readonly siblings: readonly { readonly rfilename: string; readonly lfs?: { readonly sha256: string } }[];
}
