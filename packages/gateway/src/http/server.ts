import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled, ApolloServerPluginUsageReportingDisabled } from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from "@as-integrations/fastify";
import cors from "@fastify/cors";
import Fastify from "fastify";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { ResponseStore } from "../cache/response-store.ts";
import { createContext } from "../graphql/context.ts";
import type { GraphContext, Services } from "../graphql/context.ts";
import type { Limits } from "../graphql/limits.ts";
import { ClientGone } from "../observe/client-gone.ts";
import type { Logger } from "../observe/log.ts";
import type { Recorders } from "../observe/recorders.ts";
import { requestId } from "../observe/request-id.ts";
import { explorerFiles } from "./explorer-files.ts";
import { addExplorer, sendNoSuchPage } from "./explorer.ts";
import { errorReports, maskErrors } from "./mask.ts";
import { operationChecks } from "./operation-checks.ts";
import { addMetrics, operationMetrics } from "./operation-metrics.ts";
import { addPages } from "./pages.ts";
import { persistedQueries } from "./persisted-queries.ts";
import { badAddress, reportProblems } from "./problems.ts";
import { completeRefusals } from "./refusals.ts";
import { RequestDeadlineError } from "./request-deadline.ts";
import { checkRequestForm, readBodies } from "./request-form.ts";
import { responseCache } from "./response-cache.ts";
import { stringifyResult } from "./stringify-result.ts";

export interface ServerOptions {
  readonly services: Services;
  readonly schema: GraphQLSchema;
  /** The same schema as SDL. */
  readonly sdl: string;
  readonly responses: ResponseStore;
  /** Texts of queries that clients name by their hash. */
  readonly queries: ResponseStore;
  readonly log: Logger;
  readonly recorders: Recorders;
  /** What is served at `/metrics`. */
  readonly metricsText: () => Promise<string>;
  /** Whether requests can be answered; `false` while the gateway starts or stops. */
  readonly isReady: () => boolean;
}

/** Where and how it is served. */
export interface ServerForm {
  readonly host: string;
  readonly port: number;
  readonly corsOrigins: "*" | readonly string[];
  readonly corsMaxAgeSeconds: number;
  readonly corsExposedHeaders: readonly string[];
  /** Longest time for one request, in milliseconds. */
  readonly requestDeadlineMs: number;
  readonly limits: Limits;
}

export interface RunningServer {
  /** Base address, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Waits for requests under way, at most ten seconds. */
  close(): Promise<void>;
}

/** Serves GraphQL and the operational pages on one port. */
export async function startServer(options: ServerOptions, form: ServerForm): Promise<RunningServer> {
  const { schema, responses, queries, log, services } = options;
  const { limits, requestDeadlineMs } = form;
  const explorer = await explorerFiles();
  const app = Fastify({
    logger: false, bodyLimit: limits.bodyBytes, requestTimeout: requestDeadlineMs * 3, forceCloseConnections: "idle",
    genReqId: (request) => requestId(request.headers["x-request-id"]), frameworkErrors: badAddress,
  });
  logRequests(app, log);
  await app.register(cors, {
    origin: form.corsOrigins === "*" ? "*" : [...form.corsOrigins], credentials: false, methods: ["GET", "POST", "OPTIONS"],
    maxAge: form.corsMaxAgeSeconds, exposedHeaders: [...form.corsExposedHeaders], strictPreflight: false,
  });
  reportProblems(app, limits, { log, noSuchPage: (request, reply) => sendNoSuchPage(request, reply, explorer) });
  completeRefusals(app);
  checkRequestForm(app);
  readBodies(app);
  const apollo = new ApolloServer<GraphContext>({
    schema,
    // No cookie and no Basic credentials are ever read, so a foreign page can do no more than an anonymous reader; queries by GET stay possible.
    csrfPrevention: false,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    persistedQueries: { cache: persistedQueries(queries, explorer?.operations ?? new Map()) },
    allowBatchedHttpRequests: false,
    formatError: maskErrors(limits, schema),
    stringifyResult,
    logger: apolloLogger(log),
    plugins: [
      ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), ApolloServerPluginUsageReportingDisabled(),
      fastifyApolloDrainPlugin(app), errorReports(log), operationMetrics(options.recorders), operationChecks(limits), responseCache(responses, () => services.catalog.generation()),
    ],
  });
  await apollo.start();
  app.route({
    method: ["GET", "POST"],
    url: "/graphql",
    handler: fastifyApolloHandler(apollo, { context: async (request, reply) => contextOf(request.id, reply, { services, deadlineMs: requestDeadlineMs }) }),
  });
  addMetrics(app, options.recorders, options.metricsText);
  await addExplorer(app, explorer);
  addPages(app, { catalog: services.catalog, sdl: options.sdl, isReady: options.isReady });
  let closing = false;
  // A connection that is kept open after its last answer would be waited for.
  app.addHook("onSend", async (_request, reply) => void (closing && reply.header("connection", "close")));
  const url = await app.listen({ host: form.host, port: form.port });
  return {
    url,
    close: () => {
      closing = true;
      return apollo.stop();
    },
  };
}

/** The context of one request, whose clocks end with the answer. */
function contextOf(id: string, reply: FastifyReply, { services, deadlineMs }: { readonly services: Services; readonly deadlineMs: number }): GraphContext {
  const context = createContext(services, id, signalOf(reply, deadlineMs));
  reply.raw.once("finish", () => context.budget.end());
  return context;
}

/** Aborts at the deadline, or when the client has gone before the answer. */
function signalOf(reply: FastifyReply, deadlineMs: number): AbortSignal {
  const ending = new AbortController();
  const late = setTimeout(() => ending.abort(new RequestDeadlineError(deadlineMs)), deadlineMs).unref();
  reply.raw.once("close", () => {
    clearTimeout(late);
    // Once the answer is out nothing waits for the signal any more.
    if (!reply.raw.writableFinished) ending.abort(new ClientGone());
  });
  return ending.signal;
}

function logRequests(app: FastifyInstance, log: Logger): void {
  app.addHook("onSend", async (request, reply) => void reply.header("x-request-id", request.id));
  app.addHook("onResponse", async (request, reply) => {
    log.info("request", { requestId: request.id, method: request.method, path: request.url.split("?", 1)[0], status: reply.statusCode, elapsedMs: Math.round(reply.elapsedTime) });
  });
}

function apolloLogger(log: Logger): { debug(m?: unknown): void; info(m?: unknown): void; warn(m?: unknown): void; error(m?: unknown): void } {
  return {
    debug: (message) => log.debug(String(message)),
    info: (message) => log.debug(String(message)),
    warn: (message) => log.warn(String(message)),
    error: (message) => log.error(String(message)),
  };
}
