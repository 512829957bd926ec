/** One heading of a document, and whether anything stands under it. */
export interface Section {
  /** In lower case, without mark-up. */
  readonly heading: string;
  /** Whether it holds text of its own or in its subsections; a template's placeholder is none. */
  readonly filled: boolean;
}

/** A README as far as it is looked at. */
export interface ReadmeOutline {
  readonly sections: readonly Section[];
  /** Names of the fields of the front matter that have a value. */
  readonly fields: ReadonlySet<string>;
  /** Whether any text stands beside the front matter and the headings. */
  readonly hasText: boolean;
}

/** Most lines that are read, and characters of each; no card of a person is that long. */
const maxLines = 50_000;
const maxLine = 2_000;

/**
 * The outline of a Markdown document: headings with `#`, underlined, in HTML, or a line in bold; and the names of the fields of its YAML front matter. What
 * stands within code is no heading.
 */
export function outlineOf(markdown: string): ReadmeOutline {
  const lines = markdown.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/, maxLines).map((line) => line.slice(0, maxLine));
  const end = lines[0]?.trim() === "---" ? lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line)) : -1;
  const fields = end < 0 ? new Set<string>() : fieldsOf(lines.slice(1, end));
  return { ...sectionsOf(lines.slice(end + 1)), fields };
}

/** Fields of the top level that hold something: a value on the line, or indented or listed lines below. */
function fieldsOf(lines: readonly string[]): ReadonlySet<string> {
  const names = lines.flatMap((line, index) => {
    const [, name, value = ""] = /^([A-Za-z_][\w-]*)\s*:(.*)$/.exec(line) ?? [];
    const below = lines[index + 1] ?? "";
    const isSet = !/^\s*(?:null|~|""|''|\[\s*\])?\s*(?:#.*)?$/.test(value) || (value.trim() === "" && /^(?:\s+\S|\s*-\s+\S)/.test(below));
    return name !== undefined && isSet ? [name.toLowerCase()] : [];
  });
  return new Set(names);
}

interface OpenSection {
  readonly heading: string;
  readonly level: number;
  filled: boolean;
}

function sectionsOf(lines: readonly string[]): Pick<ReadmeOutline, "sections" | "hasText"> {
  const sections: OpenSection[] = [];
  let open: OpenSection[] = [];
  let fence: string | undefined;
  let hasText = false;
  for (const [index, line] of lines.entries()) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true) fence = undefined;
    } else {
      const heading = headingOf(line, lines[index + 1] ?? "");
      if (heading !== undefined) {
        const section = { ...heading, filled: false };
        open = [...open.filter(({ level }) => level < section.level), section];
        sections.push(section);
        continue;
      }
      fence = mark;
    }
    if (!saysSomething(line)) continue;
    hasText = true;
    for (const section of open) section.filled = true;
  }
  return { sections: sections.map(({ heading, filled }) => ({ heading, filled })), hasText };
}

/** A line in bold counts as the lowest level. */
const boldLevel = 7;

function headingOf(line: string, below: string): { readonly heading: string; readonly level: number } | undefined {
  const [, marks, text] = /^\s{0,3}(#{1,6})\s+(\S.*)$/.exec(line) ?? [];
  if (marks !== undefined && text !== undefined) return { heading: plain(text), level: marks.length };
  const [, level, html] = /^\s*<h([1-6])[^>]{0,300}>(.{1,300}?)<\/h\1>\s*$/i.exec(line) ?? [];
  if (level !== undefined && html !== undefined) return { heading: plain(html), level: Number(level) };
  const bold = /^\s{0,3}(?:\*\*|__)([^*_]{2,80})(?:\*\*|__)\s*:?\s*$/.exec(line)?.[1];
  if (bold !== undefined) return { heading: plain(bold), level: boldLevel };
  if (line.trim() !== "" && line.length <= 100 && /^\s{0,3}(?:=+|-{3,})\s*$/.test(below)) return { heading: plain(line), level: below.trim().startsWith("=") ? 1 : 2 };
  return undefined;
}

/** Rules, comments, empty tables and what a template leaves to be filled in say nothing. */
function saysSomething(line: string): boolean {
  const text = withoutComments(line).replace(/^\s*[-*+>]\s+/, "");
  if (/more information needed|\[needs? more information\]|\bto be (?:added|filled|written)\b|^\W*(?:todo|tbd|tba|n\/a|coming soon)\W*$/i.test(text)) return false;
  return /[\p{L}\p{N}]/u.test(text.replace(tags, ""));
}

/** Neither of these looks far ahead at each of many openings that nothing closes. */
const tags = /<[^<>]{0,300}>/g;
const links = /\[([^[\]]{0,300})\]\([^()]{0,300}\)/g;

function withoutComments(line: string): string {
  let [kept, at] = ["", 0];
  for (;;) {
    const start = line.indexOf("<!--", at);
    const end = start < 0 ? -1 : line.indexOf("-->", start + 4);
    if (end < 0) return kept + line.slice(at);
    kept += line.slice(at, start);
    at = end + 3;
  }
}

function plain(heading: string): string {
  return heading.replace(tags, " ").replace(links, "$1").replace(/[^\p{L}\p{N}&/ -]+/gu, " ").replace(/\s+/g, " ").trim().toLowerCase();
}
