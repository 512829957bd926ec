import { expect, it } from "vitest";
import { openedQuery } from "./opened-query.ts";

it.each([
  ["", "", {}],
  ["?query=%7B%20sources%20%7B%20id%20%7D%20%7D", "", { query: "{ sources { id } }" }],
  ["", "#query=%7Ba%7D&variables=%7B%22b%22%3A1%7D", { query: "{a}", variables: '{\n  "b": 1\n}' }],
  ["?query=%7Ba%7D", "#query=%7Bb%7D", { query: "{b}" }],
  ["?query=%7Ba%7D", "#main", { query: "{a}" }],
  ["?query=%7Ba%7D&variables=%7Bb", "", { query: "{a}", variables: "{b" }],
  ["?query=%20&variables=%7B%7D", "", {}],
  ["?variables=%7B%7D", "", {}],
])("reads %j and %j", (search, hash, opened) => {
  expect(openedQuery({ search, hash })).toEqual(opened);
});
