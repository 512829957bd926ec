import { expect, it } from "vitest";
import { readEndpoints } from "./rpc-endpoints.ts";

it.each([
  ["https://node.example", 1],
  ["https://node.example/", 1],
  ["https://NODE.example:443//", 1],
  ["https://node.example#main", 1],
  ["http://node.example", 2],
  ["https://node.example:8443", 2],
  ["https://node.example/key", 2],
  ["https://node.example/?key=1", 2],
  ["https://me:secret@node.example", 2],
])("counts https://node.example and %s as %i", (url, count) => {
  expect(readEndpoints({ 1: ["https://node.example", url] }, "test").get(1)).toHaveLength(count);
});

it.each(["ws://node.example", "node.example", "", "https://"])("refuses %j", (url) => {
  expect(() => readEndpoints({ 1: [url] }, "test")).toThrow('test: an rpc endpoint must be an http or https URL, such as "https://rpc.example.org".');
});
