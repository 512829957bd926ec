// Prints `<passed> <failed> <skipped>` of vitest's JSON report. A test that was skipped for want of a program (its name says what to install)
// counts as failed: this machine has to install it. So does a test file that could not be loaded, and a report that is not there.
import { existsSync, readFileSync } from "node:fs";

const [path = ""] = process.argv.slice(2);
if (!existsSync(path)) {
  console.error(`${path} is missing: the type check failed, or the tests did not start.`);
  console.log("0 1 0");
} else {
  const { testResults } = JSON.parse(readFileSync(path, "utf8"));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const having = (...status) => tests.filter((test) => status.includes(test.status));
  const skipped = having("skipped", "pending", "todo", "disabled");
  const wanting = skipped.filter(({ fullName }) => /\binstall |\b(?:npm|Debian) package /.test(fullName));
  const unloaded = testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"));
  for (const { fullName } of skipped) console.error(`skipped: ${fullName}`);
  for (const { fullName } of wanting) console.error(`FAIL: skipped for want of a program: ${fullName}`);
  for (const { name, message } of unloaded) console.error(`FAIL: ${name} did not load: ${message}`);
  console.log(`${having("passed").length} ${having("failed").length + wanting.length + unloaded.length} ${skipped.length - wanting.length}`);
}
