import "graphiql/setup-workers/vite";
import { giveNonces } from "./style-nonces.ts";
import { trustTexts } from "./trusted-texts.ts";

// Before the editor is loaded: it makes style elements and markup at once.
giveNonces();
trustTexts();
const { showGraphiql } = await import("./graphiql-page.tsx");
showGraphiql();
