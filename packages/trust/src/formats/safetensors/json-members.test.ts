import { expect, it } from "vitest";
import { mutate, seeded } from "../fixtures/mutate.ts";
import { atOnce } from "../pieces.ts";
import { jsonMembers } from "./json-members.ts";

const samples = ['{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":[{},"x\\"}"],"c":null}', ' { "__metadata__" : { "k" : "v" } , "\\u0061" : 1.5e3 }\n', "{}", '{"a":"\\\\","b":{"c":[[],{"d":true}]}}'].map((text) => Buffer.from(text));
const dictionary = ['"', "{", "}", "[", "]", ":", ",", "\\", " ", "null", '"a":1'].map((text) => Buffer.from(text));

/** As JSON.parse has it, where it is an object. */
function whole(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function inMembers(text: string): unknown {
  const members = atOnce(jsonMembers(text, 1000));
  try {
    return members === undefined ? undefined : Object.fromEntries(members.map(({ key, from, to }): [string, unknown] => [key, JSON.parse(text.slice(from, to))]));
  } catch {
    return undefined;
  }
}

it("takes every text for the same object as JSON.parse does, or for none", () => {
  const random = seeded(7);
  let objects = 0;
  for (let input = 0; input < 20_000; input += 1) {
    const text = Buffer.from(mutate(samples[input % samples.length] ?? Buffer.alloc(0), { random, samples, dictionary })).toString("latin1");
    const expected = whole(text);
    if (expected !== undefined) objects += 1;
    expect({ text, value: inMembers(text) }).toEqual({ text, value: expected });
  }
  expect(objects).toBeGreaterThan(200);
});

it("gives one member more than it may at most", () => {
  expect(atOnce(jsonMembers('{"a":1,"b":2,"c":3}', 1))?.map(({ key }) => key)).toEqual(["a", "b"]);
});
