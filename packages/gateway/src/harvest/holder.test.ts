import { spawn } from "node:child_process";
import { once } from "node:events";
import { hostname } from "node:os";
import { expect, it } from "vitest";
import { hasEnded, thisHolder } from "./holder.ts";

it("knows of a process of this host whether it has ended", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
  const holder = `${hostname()}:${child.pid}`;
  expect(hasEnded(holder)).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(hasEnded(holder)).toBe(true);
});

it.each([thisHolder(), "another-host:1", "test:4711:0.5", hostname(), `${hostname()}:0`, `${hostname()}:abc`, ""])("says nothing of %j", (holder) => {
  expect(hasEnded(holder)).toBe(false);
});
