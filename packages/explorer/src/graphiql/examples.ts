export interface Example { readonly title: string; readonly sentence: string; readonly query: string; readonly variables?: Readonly<Record<string, unknown>>; }
export const firstQuery = "query First { sources { id } }";
export const examples: readonly { readonly use: string; readonly examples: readonly Example[] }[] = [{ use: "Search", examples: [{ title: "A", sentence: "b", query: "query Find($text: String!) {\n  search(text: $text, first: 3) {\n    nodes { id }\n  }\n}", variables: { text: "whisper" } }] }];
