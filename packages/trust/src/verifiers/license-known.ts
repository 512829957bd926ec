import { readLicense, type LicenseClass } from "@modeldex/schema";

/** A licence whose text is known here. */
export interface KnownLicense {
  /** As `readLicense` writes it; absent for licences that have no id there. */
  readonly spdx?: string;
  readonly name: string;
  readonly class: LicenseClass;
  /** Other words by which records declare it, in lower case. */
  readonly declaredAs: readonly string[];
}

/** A licence known by its words, from one mark to another; every word between them counts. */
export interface KnownText {
  readonly license: KnownLicense;
  /** First and last words of its terms. */
  readonly from: string;
  readonly to: string;
  /** sha256 of the words from the one to the other, of each edition: see `wordsDigest`. */
  readonly sha256: readonly string[];
}

/** A licence known by marks that no other one has, as they are written: its title, its date, a term. */
export interface KnownMarks {
  readonly license: KnownLicense;
  /** Stands among the first words. */
  readonly title: string;
  readonly marks: readonly string[];
  /** Fewer words are a mention of it, more hold other terms as well. */
  readonly words: readonly [least: number, most: number];
}

const endOfTerms = "end of terms and conditions";
const creativeCommons = ["by exercising the licensed rights defined below", "legal processes of any jurisdiction or authority"] as const;
const mit = ["permission is hereby granted free of charge", "other dealings in the software"] as const;
const bsd = ["redistribution and use in source and binary forms", "possibility of such damage"] as const;
const isc = ["permission to use copy modify and or distribute this software", "use or performance of this software"] as const;

/**
 * Digests are made of the texts of the SPDX licence list (spdx.org/licenses), without titles, preambles of the publisher and appendices; second ones of
 * editions in wide use that differ in list marks, a heading or who disclaims.
 */
export const knownTexts: readonly KnownText[] = [
  text("Apache-2.0", "terms and conditions for use reproduction and distribution", endOfTerms, "a95fa0a05edb269713306c2717cefb588335995f52a6bd587fdf3b5b754c25d9", "c91cc52789a463b01ae5f648761279c7b011ccdb550a336de2f5fc23fbd569f4"),
  text("MIT", ...mit, "0cf21bdfd1964a97a8615e128534845826afbc887edc95aa5c925cbf64386b5c"),
  text("MIT-0", ...mit, "a181c333030f65ebcf2eabeca3493225b6b03fce6907bdd3e59e7a8a37180fbd"),
  text("ISC", ...isc, "7bed11ada181e6a63598e2da423080dd990b5647feaf0f67008662a131aec2c7", "217da0747cec63a2e734185db11cbaa819bcd9e5b83cd12f812128fffe66e26a"),
  text("0BSD", ...isc, "25a274d52b3014d9bd64e0f3362fd279ac1655f163d5c518f6b9f6c43354802c"),
  text("BSD-2-Clause", ...bsd, "a56fee4b2f66331ed54da4950ef9c9391453fd1490b4d8ea202bc29683bcbd30", "986c3c3199a93b916c8f2e0aeed57819bcbdcb2cd9d99902dcc9d74b53f93a74"),
  text("BSD-3-Clause", ...bsd, "9b83d3dee0616d07b82a272dd9bf5134a9f402b750f5ee6188458073b0a32ff2", "53075742228962c7ea381b8242c64602fa32e7b8f52facb6d13ee4f9c596ddfa"),
  text("BSD-3-Clause-Clear", ...bsd, "b986a641e3e7405d510adeb61acf507041c332c6cfbe9dec8fdb0fb60661d7f1"),
  text("GPL-2.0", "preamble the licenses for most software", endOfTerms, "6126ac17847129cd14a60b5e317bb6285b42bbddaa5f67e39fe199f593ff0f9c", "1c3209f91e1ebb6894ba743ea7172a033bdea9467399894954f52866a88689d6"),
  text("GPL-3.0", "preamble the gnu general public license", endOfTerms, "3b915d230caa6538e36ad2620635bb501cb6a752e92ceddbe403d41fb3ae197e"),
  text("LGPL-2.1", "preamble the licenses for most software", endOfTerms, "987e5e058adda5eeb6e89e1a5757d0c3fa4f719758b910a397bfd91cb7ba029b"),
  text("LGPL-3.0", "this version of the gnu lesser general public license", "choose that version for the library", "547b44bffcbb51c580bd65ddb84cd86f175f429d2b260c9e3686107fe58240c4"),
  text("AGPL-3.0", "preamble the gnu affero general public license", endOfTerms, "eac0035ffcbd83b164ffd22efda1ce28abf786d3379a878cfdfcf42c7d12c749"),
  text("MPL-2.0", "contributor means each individual or legal entity", "mozilla public license v 2 0", "70f19f8fdf52268ec850aceb13d5e6b24e6fe45b6e11e575170e4dfe8353bc7b"),
  text("CC-BY-4.0", ...creativeCommons, "6c2d9b1fc992d69f06a720ebea22824fdc8489e1e486279ea3938f2770cda938"),
  text("CC-BY-SA-4.0", ...creativeCommons, "5afc8527fba131d52042b30dbe78aa53b87747b3ff0faeac3908d846d898ec83"),
  text("CC-BY-ND-4.0", ...creativeCommons, "0ba9236603a6719175e198432e54d894d77b802e0f57d0c87ada52356d3bfbd8"),
  text("CC-BY-NC-4.0", ...creativeCommons, "4d63d326f4dc31b24fb4dead1c6e7b24f4fa05e5cb0dc5e1f5be2cba2a7a8932"),
  text("CC-BY-NC-SA-4.0", ...creativeCommons, "4aac4daca22b9c329504ba09c05621138ef708f9b60140d577dd918e5595b819"),
  text("CC-BY-NC-ND-4.0", ...creativeCommons, "05262633b4926412cfd50f8a7cd844b0ef00d3b5081e1faae5faf23dcbfb1370"),
  text("CC0-1.0", "statement of purpose the laws of most jurisdictions", "this cc0 or use of the work", "23df9a234056dcd7394b9908f5ef998f68da3b98c57f6fe8868884b8099c8735"),
  text("Unlicense", "this is free and unencumbered software", "other dealings in the software", "f507d73d343a3d7b0b7ecd39319f6c349b515eeed80b814918af61cdac69e4a5"),
];

/** Digests of what stands before or after those terms in the texts of the SPDX list, where it is more than a title: preambles and appendices. */
export const knownSurroundings: ReadonlySet<string> = new Set([
  "7a46cf4a5d56898d746584f4fe57bdf571d600a8f39d21063431d88929f803c7",
  "0f88a93e614b677a0f9b1c71e1817450e74acf4fac58892e793bb843114c44e3",
  "1b96f6bcd0ec1c9a65c4445be251a5367b842111ebe5d2fc82228289fcef7d1f",
  "a9117086b2e0e1ae00ef994afea1a9921ef84c4b959ef3af527fb5cc8f125888",
  "bb7bf9498abf27fd3a1e530cd62217ffd8541099ec009c99844edebf6d022b7d",
  "31621f12e48f17ed7fb0c98cf22fb917723be8d8576a9ccb4a6b5ede778727a1",
  "07f5f134b1d94f3b4a33b2812290a50737b1ab449b6d43e291e69d5d67f1615f",
  "41846320ddab0893fd675052ea6682b1e96c8585b0f58a70ff2848c68ca957fc",
  "315c83a9b836df6bd19c8241be9053021892f3945c3101303a74f74aa24ad96c",
  "a9bbdb9a4eead04b334e80c4475cc4d8e47321309e68ac70da6bd9f8a0d05aa7",
  "5dce7f3e9ad37f09bd88bfd09405cc3286fb5ac05ef338f95167b32789c3bedd",
  "012fd4ea3db98621300d3bbd54f09bf91f178f51169b2c92a02cbf3cf6ceb190",
  "414ae6347d584d427262f40a9838a7ebef0ffda18d66a87dbcb475da4512d7b6",
  "15c4a1c2d7cfac17c456667d6061548fedb9d595d2b55f6d012cf64088615547",
  "f2548cbec9121542c17699791fe52e2480d4452e45f8f32ab7966d6226fda2e3",
  "bee20c2fcc96af67caa10ed0fd85926e8e1cd621124ce4b33611dc063f27966c",
  "17c53f89a6909fe585ea4d38813e4adce3d46e1c5b5927b6efd74f6e9e641b87",
  "27cde07909509cc30d6f5de39b46aafd7c4ef034fa80eb6fcc62ca5ecd623ab8",
  "2469bc92a3ca9baaba42168a524251dacaeea96baa08c5bf449ea752eeada19c",
  "4bec76f9eaf2290994067e86434b5c97d117a1c44976a5bc375aa74e403d5691",
  "aeca459fe944e70e3ce64e6172557a0182c084793d967ea1c5f4ab832674b058",
  "c27e9353b7e0c0394c0324b7b491632afd07a95395dcd8294558f198cb237c4d",
]);

const monthlyUsers = "700 million monthly active users";
const useBased = "use-based restrictions";

/** Agreements of makers of models; their editions differ in words that change nothing, so that they are known by their marks. */
export const knownMarks: readonly KnownMarks[] = [
  marks("LicenseRef-HF-llama2", "Llama 2 Community License Agreement", ["Llama 2 Version Release Date: July 18, 2023", monthlyUsers]),
  marks("LicenseRef-HF-llama3", "Meta Llama 3 Community License Agreement", ["Meta Llama 3 Version Release Date: April 18, 2024", monthlyUsers]),
  marks("LicenseRef-HF-llama3.1", "Llama 3.1 Community License Agreement", ["Llama 3.1 Version Release Date: July 23, 2024", monthlyUsers]),
  marks("LicenseRef-HF-llama3.2", "Llama 3.2 Community License Agreement", ["Llama 3.2 Version Release Date: September 25, 2024", monthlyUsers]),
  marks("LicenseRef-HF-llama3.3", "Llama 3.3 Community License Agreement", ["Llama 3.3 Version Release Date: December 6, 2024", monthlyUsers]),
  marks("LicenseRef-HF-llama4", "Llama 4 Community License Agreement", ["Llama 4 Version", monthlyUsers]),
  marks("LicenseRef-HF-gemma", "Gemma Terms of Use", ["Gemma Prohibited Use Policy", "Model Derivatives"]),
  marks("LicenseRef-HF-creativeml-openrail-m", "CreativeML Open RAIL-M", [useBased, "derivatives of the model"], ["licenseref-hf-openrail"]),
  marks("LicenseRef-HF-openrail-plus-plus", "CreativeML Open RAIL++-M License", [useBased, "derivatives of the model"], ["licenseref-hf-openrail"]),
  marks("LicenseRef-HF-bigscience-openrail-m", "BigScience Open RAIL-M License", [useBased, "derivatives of the model"], ["licenseref-hf-openrail"]),
  marks("LicenseRef-HF-bigscience-bloom-rail-1.0", "BigScience RAIL License v1.0", [useBased, "derivatives of the model"], ["licenseref-hf-openrail"]),
  marks("LicenseRef-HF-bigcode-openrail-m", "BigCode Open RAIL-M v1 License Agreement", [useBased, "modifications of the model"], ["licenseref-hf-openrail"]),
  own("Tongyi Qianwen License Agreement", "USE_RESTRICTED", "Tongyi Qianwen License Agreement", ["100 million monthly active users"], ["tongyi-qianwen", "tongyi-qianwen-license-agreement"]),
  own("Qwen License Agreement", "USE_RESTRICTED", "Qwen License Agreement", ["100 million monthly active users"], ["qwen", "qwen-license", "qwen-license-agreement"]),
  own("Qwen Research License Agreement", "NON_COMMERCIAL", "Qwen Research License Agreement", ["non-commercial purposes"], ["qwen-research", "qwen-research-license"]),
  own("DeepSeek License Agreement v1.0", "USE_RESTRICTED", "DeepSeek License Agreement", ["Version 1.0, 23 October 2023", useBased], ["deepseek", "deepseek-license", "deepseek-license-agreement"]),
  own("Modified MIT License", "UNKNOWN", "Modified MIT License", ["our only modification part is that"], ["modified-mit", "modified-mit-license"], [100, 400]),
];

function known(spdx: string, declaredAs: readonly string[] = []): KnownLicense {
  const { name = spdx, class: licenseClass } = readLicense({ stated: spdx });
  return { spdx, name, class: licenseClass, declaredAs };
}

function text(spdx: string, from: string, to: string, ...sha256: readonly string[]): KnownText {
  return { license: known(spdx), from, to, sha256 };
}

function marks(spdx: string, title: string, others: readonly string[], declaredAs: readonly string[] = []): KnownMarks {
  return { license: known(spdx, declaredAs), title, marks: others, words: [700, 4_000] };
}

function own(name: string, licenseClass: LicenseClass, title: string, others: readonly string[], declaredAs: readonly string[], words: KnownMarks["words"] = [700, 4_000]): KnownMarks {
  return { license: { name, class: licenseClass, declaredAs }, title, marks: others, words };
}
