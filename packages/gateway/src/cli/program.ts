import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { compareCommand, resolveCommand, searchCommand, trustCommand } from "./ask.ts";
import { harvestCommand } from "./harvest.ts";
import { serve } from "./serve.ts";
import type { Surroundings } from "./surroundings.ts";

/** The command `modeldex`. */
export function createProgram(around: Surroundings): Command {
  const program = new Command("modeldex").description("One GraphQL endpoint over every place where AI models are registered.").version(ownVersion()).exitOverride();
  program.configureOutput({ writeOut: (text) => void around.out.write(text), writeErr: (text) => void around.err.write(text) });
  const json = new Option("--json", "print JSON");
  program.command("serve").description("serve the endpoint").action(() => serve(around));
  program.command("harvest").argument("[source]", "id of a source; without, every source that lists").description("bring what sources list into the catalog")
    .option("--all", "everything that the source lists, not only what changed").option("--force", "let go of listings that were not seen, however many").addOption(json)
    .action((source, options) => harvestCommand(source, options, around));
  program.command("search").argument("[words...]", "words of a name, a task, a publisher").description("search every source")
    .option("--first <n>", "how many", "10").option("--task <task>").option("--source <id>").option("--license-class <class>").option("--no-live", "ask no source, only the catalog").addOption(json)
    .action((words, options) => searchCommand(words.join(" "), options, around));
  program.command("resolve").argument("<reference>", "a name, id, URL, purl, address, digest").description("find the one model that a text means").addOption(json)
    .action((reference, options) => resolveCommand(reference, options, around));
  program.command("compare").argument("<references...>", "2 to 8 references").description("hold models side by side")
    .option("--all", "also rows that do not differ").option("--policy <id>", "trust policy").addOption(json)
    .action((references, options) => compareCommand(references, options, around));
  program.command("trust").argument("<reference>").description("what is known of a model and of the system around it").option("--policy <id>", "trust policy").addOption(json)
    .action((reference, options) => trustCommand(reference, options, around));
  return program;
}

function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { readonly version: string };
  return manifest.version;
}
