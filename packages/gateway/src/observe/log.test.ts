import { SourceError } from "@modeldex/plugin-kit";
import { describe, expect, it } from "vitest";
import { createLogger } from "./log.ts";
import { requestId } from "./request-id.ts";

function recorder() {
  const lines: Record<string, unknown>[] = [];
  return { lines, write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
}

describe("createLogger", () => {
  it("writes one JSON line with level, time, message and fields", () => {
    const { lines, write } = recorder();
    createLogger({ write }).child({ source: "hf" }).warn("is slow", { elapsedMs: 12 });
    expect(lines).toEqual([{ level: "warn", time: expect.stringMatching(/^\d{4}-.*Z$/), source: "hf", message: "is slow", elapsedMs: 12 }]);
  });

  it("leaves out lines below its level", () => {
    const { lines, write } = recorder();
    const log = createLogger({ level: "warn", write });
    log.info("no");
    log.debug("no");
    log.error("yes");
    expect(lines.map((line) => line["message"])).toEqual(["yes"]);
  });

  it("hides credentials, also inside headers of a request", () => {
    const { lines, write } = recorder();
    createLogger({ write }).error("failed", { token: "hf_1", request: { headers: { authorization: "Bearer hf_2" } }, options: { apiKey: "k3" } });
    expect(lines[0]).toMatchObject({ token: "[hidden]", request: { headers: { authorization: "[hidden]" } }, options: { apiKey: "[hidden]" } });
    expect(JSON.stringify(lines)).not.toMatch(/hf_1|hf_2|k3/);
  });

  it("hides credentials in the fields of a child and in lists, and changes nothing of what it was given", () => {
    const { lines, write } = recorder();
    const given = { list: [{ secret: "s1" }], deep: { deeper: { password: "p1", kept: 1 } } };
    createLogger({ write }).child({ token: "hf_1", source: "hf" }).info("asked", given);
    expect(lines[0]).toMatchObject({ token: "[hidden]", source: "hf", list: [{ secret: "[hidden]" }], deep: { deeper: { password: "[hidden]", kept: 1 } } });
    expect(given.deep.deeper.password).toBe("p1");
  });

  it("writes the chain of causes of an error", () => {
    const { lines, write } = recorder();
    createLogger({ write }).error("failed", { error: new TypeError("outer", { cause: new RangeError("inner") }) });
    expect(lines[0]).toMatchObject({ error: { name: "TypeError", message: "outer", cause: { name: "RangeError", message: "inner" } } });
  });

  it("writes no stack of what a source said on purpose, nor of the failure of the system behind it, but that of what nobody expected", () => {
    const { lines, write } = recorder();
    const log = createLogger({ write });
    const missing = Object.assign(new Error("no such file"), { code: "ENOENT" });
    log.warn("failed", { error: new SourceError("BAD_RESPONSE", "There is no file models.yaml.", { cause: missing }) });
    log.warn("failed", { error: new SourceError("BAD_RESPONSE", "The log has the cause.", { cause: new TypeError("unexpected") }) });
    log.warn("failed", { error: missing });
    expect(lines.map(({ error }) => error)).toEqual([
      { name: "SourceError", code: "BAD_RESPONSE", message: "There is no file models.yaml.", cause: { name: "Error", code: "ENOENT", message: "no such file" } },
      { name: "SourceError", code: "BAD_RESPONSE", message: "The log has the cause.", cause: { name: "TypeError", message: "unexpected", stack: expect.stringContaining("at ") } },
      { name: "Error", code: "ENOENT", message: "no such file", stack: expect.stringContaining("at ") },
    ]);
  });
});

describe("requestId", () => {
  it("keeps a well-formed id and replaces any other", () => {
    expect(requestId("abc-123:def")).toBe("abc-123:def");
    for (const given of [undefined, "short", "with space and more", "x".repeat(129), "line\nbreak-1", ["abc-123:def"]]) {
      expect(requestId(given)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});
