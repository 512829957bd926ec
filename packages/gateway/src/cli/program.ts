import { Command, Option } from "commander";
import { compareCommand, resolveCommand, searchCommand, trustCommand } from "./ask.ts";
import { bomCommand } from "./bom.ts";
import { checkCommand } from "./check.ts";
import { exitCodeText } from "./exit-codes.ts";
import { harvestCommand } from "./harvest.ts";
import { newSourceCommand } from "./new-source.ts";
import { ownVersion } from "./own-version.ts";
import { pinCommand } from "./pin.ts";
import { serve } from "./serve.ts";
import { sourcesCommand } from "./sources.ts";
import type { Surroundings } from "./surroundings.ts";
import { exportCommand, importCommand } from "./transfer.ts";
import { trySourceCommand } from "./try-source.ts";

/** The command `modeldex`. */
export function createProgram(around: Surroundings): Command {
  const program = new Command("modeldex").description("One GraphQL endpoint over every place where AI models are registered.").version(ownVersion()).exitOverride();
  program.configureOutput({ writeOut: (text) => void around.out.write(text), writeErr: (text) => void around.err.write(text) });
  const json = new Option("--json", "print JSON");
  program.addHelpText("afterAll", exitCodeText());
  program.command("serve").description("serve the endpoint").addOption(new Option("--json", "one line of JSON when it listens"))
    .option("--watch", "start again when the configuration changes, or a file that it imports").action((options) => serve(options, around));
  program.command("harvest").argument("[source]", "id of a source; without, every source that lists").description("bring what sources list into the catalog")
    .option("--all", "everything that the source lists, not only what changed").option("--force", "let go of listings that were not seen, however many")
    .option("--dry-run", "say what it would bring and what would go, and write nothing").option("--limit <n>", "with --dry-run: most rows of one source (2000)").addOption(json)
    .action((source, options) => harvestCommand(source, options, around));
  program.command("search").argument("[words...]", "words of a name, a task, a publisher").description("search every source")
    .option("--first <n>", "how many", "10").option("--task <task>").option("--source <id>").option("--license-class <class>")
    .option("--sort <value>", "relevance, downloads, created, name, …", "relevance").option("--benchmark <name>", "with --sort benchmark").option("--after <cursor>", "the page after one, as it says at its end").option("--no-live", "ask no source, only the catalog").addOption(json)
    .action((words, options) => searchCommand(words.join(" "), options, around));
  program.command("resolve").argument("<reference>", "a name, id, URL, purl, address, digest").description("find the one model that a text means").addOption(json)
    .action((reference, options) => resolveCommand(reference, options, around));
  program.command("compare").argument("<references...>", "2 to 8 references").description("hold models side by side")
    .option("--all", "also rows that do not differ").option("--policy <id>", "trust policy").addOption(json)
    .action((references, options) => compareCommand(references, options, around));
  program.command("trust").argument("<reference>").description("what is known of a model and of the system around it").option("--policy <id>", "trust policy")
    .option("--depth <value>", "how far to go: cached, standard, deep", "standard").addOption(json)
    .action((reference, options) => trustCommand(reference, options, around));
  program.command("pin").argument("<references...>", "names, ids, URLs; at a revision as in org/name@<commit>").description("write a lock file of models to standard output")
    .option("--policy <id>", "trust policy; the exit code says what it decides").addOption(json).action((references, options) => pinCommand(references, options, around));
  program.command("check").argument("<file>", "a lock file; - for standard input").description("hold a lock file against the present")
    .option("--severity <value>", "from which drift on it fails: info, warn, block", "info")
    .option("--decide", "also what the policy of each pin decides now; 5 when it denies or cannot decide").addOption(json).action((file, options) => checkCommand(file, options, around));
  program.command("bom").argument("<reference or file>", "a model, or a lock file; - for standard input").description("write a bill of materials in CycloneDX 1.6 to standard output")
    .action((subject) => bomCommand(subject, around));
  program.command("sources").description("the configured sources, how they do, and how much of them is known here")
    .option("--no-live", "ask none for a sign of life").addOption(json).action((options) => sourcesCommand(options, around));
  program.command("try-source").argument("<source>", "id of a configured source, path of a module (./shelf.ts#shelf), or package (@acme/source#shelf)")
    .description("call a source as the gateway does, and say what was kept and what was not")
    .option("--options <json>", "options of the factory").option("--list [n]", "list, with n models a page (20), until there are as many").option("--pages <n>", "list so many pages").option("--since <checkpoint>", "list what changed since then").option("--search <words>", "search", many).option("--get <id>", "fetch one model", many)
    .option("--resolve <text>", "read a reference", many).option("--record <file>", "write the answers as recorded ones, for a test (.ts, .js, .json)")
    .option("--replay <file>", "answers of a recording (.ts, .js, .json) in the place of the service's; nothing is asked").option("--answer <url=file>", "the answer to one address, from a file; nothing is asked", many)
    .option("--unread", "also which members of the answers' JSON the source never reads")
    .option("--watch", "run again when the module changes, or a file that it imports")
    .option("--chain <id>", "look at a contract, with onchain: its chain").option("--address <0x…>", "look at a contract: its address").option("--abi <file or URL>", "look at a contract: its ABI, JSON or signatures, one a line")
    .option("--rpc <url>", "look at a contract: a JSON-RPC endpoint (ONCHAIN_RPC_<chain id>)", many).option("--from <block>", "look at a contract: the first block whose logs are read").addOption(json).action((source, options) => trySourceCommand(source, options, around));
  program.command("new-source").argument("<name>", "name of the source: lower-case letters, digits and hyphens").description("write a package source-<name> whose test passes, to begin an adapter with")
    .option("--shape <shape>", "document, paged, addressed, overlay", "document").option("--into <folder>", "folder in which it is made; else packages/ of a clone, or the working directory")
    .option("--kit <version or folder>", "outside of a clone: version of the packages on npm, or folder of their tarballs").addOption(json).action((name, options) => newSourceCommand(name, options, around));
  program.command("export").argument("[file]", "written to it, packed when it ends in .gz; without, to standard output").description("write the catalog as lines of JSON")
    .option("--source <id>", "only listings of this source", many).option("--private", "private listings too").addOption(json).action((file, options) => exportCommand(file, options, around));
  program.command("import").argument("<file>", "what export wrote").description("read an export into the catalog, once its digest is checked").addOption(json)
    .action((file, options) => importCommand(file, options, around));
  return program;
}

/** For options that may be given several times. */
function many(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}
