import type { ListingRecord } from "@modeldex/plugin-kit";
import type { ReadmeOutline } from "./readme-sections.ts";

/** A part of the documentation of a model. */
export interface DocumentationPart {
  readonly key: string;
  /** As a sentence names it. */
  readonly name: string;
  /** Whether it says what the model is fit for, rather than how to get it running. */
  readonly telling: boolean;
  readonly headings: RegExp;
  /** Fields of the front matter that say it too. */
  readonly fields: readonly string[];
}

/**
 * Parts that are looked for, by headings in several spellings, in English and Chinese. After "Model Cards for Model Reporting" (Mitchell et al. 2019) and the
 * template of the Hugging Face Hub.
 */
export const documentationParts: readonly DocumentationPart[] = [
  {
    key: "intended-use", name: "intended use", telling: true, fields: [],
    headings: /\b(?:intended (?:use|usage|users?|purpose|for)|(?:direct|downstream|primary|supported|expected) uses?\b|use[- ]cases?|applications?\b|uses$|out[- ]of[- ]scope|acceptable use|prohibited use)|预期用途|用途|适用(?:场景|范围)|应用场景/,
  },
  {
    key: "training-data", name: "training data", telling: true, fields: ["datasets"],
    headings: /\b(?:training (?:data|dataset|corpus|corpora)|pre-?training data|data ?(?:sets?|sources?|mix(?:ture)?|collection|composition)\b|fine-?tuning data|trained on\b|corpus\b|training details|training and evaluation data)|训练(?:数据|语料|集)|数据(?:集|来源)/,
  },
  {
    key: "evaluation", name: "evaluation", telling: true, fields: ["model-index", "eval_results"],
    headings: /\b(?:evaluations?|eval|results?|benchmarks?|performance|metrics|leaderboard|test scores?|accuracy)\b|评[估测]|测评|性能|基准/,
  },
  {
    key: "limitations", name: "limitations or bias", telling: true, fields: [],
    headings: /\b(?:limitations?|bias(?:es)?|risks?|ethical|ethics|safety|caveats?|known issues|disclaimer|responsible (?:ai|use)|considerations)\b|局限|限制|偏见|风险|免责|伦理|安全/,
  },
  { key: "license", name: "licence", telling: false, fields: ["license", "license_name", "license_link"], headings: /\blicen[cs](?:e|es|ing)\b|terms of use|许可|协议/ },
  { key: "languages", name: "languages", telling: false, fields: ["language", "languages"], headings: /\b(?:languages?|multilingual)\b|语言|语种/ },
  {
    key: "contact", name: "contact or citation", telling: false, fields: [],
    headings: /\b(?:contacts?|citations?|citing|cite|bibtex|authors?|reference(?:s|d)?|acknowledge?ments?|maintainers?|support)\b|联系|引用|作者|致谢/,
  },
  {
    key: "how-to-use", name: "how to use it", telling: false, fields: [],
    headings: /\b(?:how to (?:use|run|get started|load)|usage|quick ?-?start|get(?:ting)? started|examples?|inference|installation|install|deployment|running|run with|use with|use in|using|demo|code)\b|使用|快速(?:开始|上手)|安装|推理|部署|示例/,
  },
];

/** Whether a part is there: under a heading with something below it, or in the front matter. */
export function hasPart({ headings, fields }: DocumentationPart, outline: ReadmeOutline): boolean {
  return fields.some((field) => outline.fields.has(field)) || outline.sections.some(({ heading, filled }) => filled && headings.test(heading));
}

/** Names under which documentation stands at the top of a repository, the most usual first. */
export function documentationFile({ artifacts = [] }: ListingRecord): NonNullable<ListingRecord["artifacts"]>[number] | undefined {
  const names = [/^readme\.md$/i, /^readme(?:\.(?:markdown|txt|rst))?$/i, /^model[-_ ]?card\.md$/i];
  return names.map((name) => artifacts.find(({ path }) => name.test(path))).find((file) => file !== undefined);
}
