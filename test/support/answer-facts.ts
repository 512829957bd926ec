type Tree = null | boolean | number | string | readonly Tree[] | { readonly [key: string]: Tree };

/**
 * The facts of an answer, in a form whose lines can be compared: every row of a list is one line of text, without members that are null or empty; of
 * blocks the number alone, since the hash depends on the second in which a local chain made it.
 *
 * @param hosts what stands for a name that is another in each run, such as a host with its port
 */
export function facts(answer: unknown, hosts: Readonly<Record<string, string>>): unknown {
  const text = Object.entries(hosts).reduce((all, [host, name]) => all.replaceAll(host, name), JSON.stringify(answer).replaceAll(/(block:\d+):0x[0-9a-f]{64}/g, "$1"));
  return shorten(JSON.parse(text) as Tree, 0);
}

/** Lines that only one of two texts has, with the lines of both in their order; empty when they are equal. */
export function differences(kept: string, found: string): readonly string[] {
  const [left, right] = [kept.split("\n"), found.split("\n")];
  const [before, after] = [new Set(left), new Set(right)];
  const only = [...left.filter((line) => !after.has(line)).map((line) => `- ${line.trim()}`), ...right.filter((line) => !before.has(line)).map((line) => `+ ${line.trim()}`)];
  return only.length === 0 && kept !== found ? ["the lines are in another order"] : only;
}

function shorten(tree: Tree, depth: number): unknown {
  if (Array.isArray(tree)) return tree.map((each: Tree) => (typeof each === "object" && each !== null ? line(each) : each));
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).flatMap(([key, value]) => (isEmpty(value) ? [] : [[key, shorten(value, depth + 1)]])));
}

function line(tree: Tree): string {
  if (Array.isArray(tree)) return tree.map(line).join(", ");
  if (typeof tree !== "object" || tree === null) return String(tree);
  return Object.entries(tree).flatMap(([key, value]) => (isEmpty(value) ? [] : [`${key} ${typeof value === "object" ? `(${line(value)})` : String(value)}`])).join(", ");
}

function isEmpty(value: Tree): boolean {
  return value === null || (Array.isArray(value) && value.length === 0) || (typeof value === "object" && Object.values(value as object).every((each) => isEmpty(each as Tree)));
}
