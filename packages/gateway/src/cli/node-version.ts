/** The oldest Node on which Modeldex runs, as `engines` of this package says it: older ones lack what the catalog is stored by (`node:sqlite`). */
export const oldestNode = "24.15";

/**
 * Says why a Node cannot run Modeldex.
 *
 * @param version as `process.versions.node` has it: `20.20.2`.
 * @returns one sentence, or `undefined` where it can.
 */
export function unfitNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = oldestNode.split(".").map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return `modeldex needs Node ${oldestNode} or newer; this is ${version}. Where it is installed by npm, npm install --save-dev node@${leastMajor} brings one that npx modeldex runs on.`;
}
