import { expect, test } from "vitest";
import { addressText, dataBytes, readAddress, type DocumentAddress } from "./address.ts";
import { gatewayOrigins, ipfsBases, readGateways, throughGateways, urlsOf } from "./gateways.ts";

// Published: `hello world\n` as `ipfs add` names it, and the same in version 1.
const v0 = "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o";
const v1 = "bafybeicg2rebjoofv4kbyovkw7af3rpiitvnl6i7ckcywaq6xjcxnc2mby";
// The raw block of the CID specification's example.
const raw = "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
const id = "jKzAHsOHS1zA193_9N-n5H_IjupBjKce08qMLLseRe8";

function shape(text: string): unknown {
  const address = readAddress(text);
  if ("reason" in address) return address.reason;
  return [address.kind, addressText(address), ...(address.kind === "ipfs" && address.gateway !== undefined ? [address.gateway] : [])];
}

test.each([
  ["https://models.example/7.json?x=1#top", ["web", "https://models.example/7.json?x=1"]],
  ["  HTTP://Models.Example/a b ", "its address has spaces or control characters"],
  ["http://models.example", ["web", "http://models.example/"]],
  [`ipfs://${v0}`, ["ipfs", `ipfs://${v0}`]],
  [`ipfs://ipfs/${v0}/a%20b/c.json`, ["ipfs", `ipfs://${v0}/a%20b/c.json`]],
  [`IPFS://${raw}?download=true`, ["ipfs", `ipfs://${raw}`]],
  [`ipfs:${raw}`, ["ipfs", `ipfs://${raw}`]],
  [`/ipfs/${v1}/x`, ["ipfs", `ipfs://${v1}/x`]],
  [`ipfs/${v1}`, ["ipfs", `ipfs://${v1}`]],
  [v0, ["ipfs", `ipfs://${v0}`]],
  [`${v1}/0.json`, ["ipfs", `ipfs://${v1}/0.json`]],
  [raw.toUpperCase(), ["ipfs", `ipfs://${raw}`]],
  [`https://gateway.example/ipfs/${v0}/0.json`, ["ipfs", `ipfs://${v0}/0.json`, "https://gateway.example"]],
  [`https://${v1}.ipfs.gateway.example/0.json`, ["ipfs", `ipfs://${v1}/0.json`]],
  ["https://gateway.example/ipfs/nothing", ["web", "https://gateway.example/ipfs/nothing"]],
  [`ar://${id}/m.json`, ["arweave", `ar://${id}/m.json`]],
  [`walrus://${id}`, ["walrus", `walrus://${id}`]],
  ["data:application/json;base64,e30=", ["data", "data:application/json;base64,e30="]],
  ["data:,hello", ["data", "data:text/plain,hello"]],
  [id, "its address is no URL and no CID"],
  ["", "its address is no URL and no CID"],
  ["models/7", "its address is no URL and no CID"],
  ["https://", "its address is no URL"],
  ["https://user:secret@models.example/", "its address carries a user name or password"],
  [`ipfs://${v0}x`, "its ipfs: address begins with no CID"],
  [`ipfs://${v0}/../x`, "its ipfs: address has a path that leads elsewhere"],
  [`ipfs://${v0}/%2e%2e%2fx`, "its ipfs: address has a path that leads elsewhere"],
  [`ipfs://${v0}/%ff`, "its ipfs: address has a path that leads elsewhere"],
  ["ipns://models.example", "its address is a name of IPNS, whose content changes; only ipfs: is read"],
  ["ipfs://k51qzi5uqu5dlvj2baxnqndepeb86cbk3ng7n3i46uzyxzyqj2xjonzllnv0v8", "its ipfs: address begins with no CID"],
  ["ar://short", "its ar: address has no transaction id of 43 characters"],
  ["walrus://short", "its walrus: address has no blob id of 43 characters"],
  ["data:application/json", "its data: URL has no comma, so no data"],
  ["ftp://models.example/7", "its address is a ftp: address; https, ipfs, ar, walrus and data are read"],
  ["file:///etc/passwd", "its address is a file: address; https, ipfs, ar, walrus and data are read"],
  ["javascript:alert(1)", "its address is a javascript: address; https, ipfs, ar, walrus and data are read"],
  ["https://models.example/\u0000", "its address has spaces or control characters"],
  [`https://models.example/${"x".repeat(2_000)}`, "its address has 2023 characters; at most 2000 are read"],
])("reads the address %j", (text, expected) => {
  expect(shape(text)).toEqual(expected);
});

const data = (text: string): Extract<DocumentAddress, { kind: "data" }> => readAddress(text) as Extract<DocumentAddress, { kind: "data" }>;

test.each([
  ["data:application/json;base64,eyJuYW1lIjoi8J+Ygy4ifQ==", '{"name":"😃."}'],
  ["data:application/json;charset=utf-8;base64,e30", "{}"],
  ["data:application/json;base64,e3%30%3D", "{}"],
  ['data:application/json,{"name":"a, b #1"}', '{"name":"a, b #1"}'],
  ["data:application/json,%7B%22name%22%3A%22%F0%9F%98%83%22%7D", '{"name":"😃"}'],
  ["data:,", ""],
])("reads the bytes of %j", (text, expected) => {
  const bytes = dataBytes(data(text), 100);
  expect(bytes).not.toHaveProperty("reason");
  expect(Buffer.from(bytes as Uint8Array).toString("utf8")).toBe(expected);
});

test.each([
  ["data:;base64,e3*=", { reason: "its data: URL is no valid base64" }],
  ["data:;base64,e3===", { reason: "its data: URL is no valid base64" }],
  ["data:;base64,e3A9e", { reason: "its data: URL is no valid base64" }],
  ["data:,100%", { reason: "its data: URL has a percent sign that escapes nothing" }],
  [`data:,${"x".repeat(101)}`, { reason: "its data: URL holds more than 100 bytes" }],
  [`data:;base64,${Buffer.alloc(101).toString("base64")}`, { reason: "its data: URL holds more than 100 bytes" }],
  [`data:,${"x".repeat(10_000_000)}`, { reason: "its data: URL holds more than 100 bytes" }],
])("gives a reason for bytes that are none or too many", (text, expected) => {
  expect(dataBytes(data(text), 100)).toEqual(expected);
});

test("asks the configured gateways, and at last the one that an address names", () => {
  const gateways = readGateways({ ipfs: ["http://127.0.0.1:8080/", "https://second.example/base"], walrus: [] }, ["http://127.0.0.1:8545/key"]);
  const named = readAddress(`https://named.example/ipfs/${raw}`) as Extract<DocumentAddress, { kind: "ipfs" }>;
  expect(ipfsBases(named, gateways)).toEqual(["http://127.0.0.1:8080", "https://second.example/base", "https://named.example"]);
  const own = readAddress(`http://127.0.0.1:8080/ipfs/${raw}`) as Extract<DocumentAddress, { kind: "ipfs" }>;
  expect(ipfsBases(own, gateways)).toEqual(["http://127.0.0.1:8080", "https://second.example/base"]);
  expect(gatewayOrigins(gateways)).toEqual(["http://127.0.0.1:8080", "https://second.example", "https://arweave.net"]);
  expect([...gateways.configured]).toEqual(["http://127.0.0.1:8080", "https://second.example", "https://arweave.net", "http://127.0.0.1:8545"]);
});

test("reads URLs of gateways for Arweave and Walrus as what they give", () => {
  const gateways = readGateways({ arweave: ["https://ar.example/at"], walrus: ["https://walrus.example"] }, []);
  const through = (text: string): string => addressText(throughGateways(readAddress(text) as DocumentAddress, gateways));
  expect(through(`https://arweave.net/${id}`)).toBe(`ar://${id}`);
  expect(through(`https://ar.example/at/${id}?x`)).toBe(`ar://${id}`);
  expect(through(`https://walrus.example/v1/blobs/${id}`)).toBe(`walrus://${id}`);
  expect(through(`https://else.example/v1/blobs/${id}`)).toBe(`https://else.example/v1/blobs/${id}`);
  expect(urlsOf({ kind: "arweave", id, path: ["a b"] }, gateways)).toEqual([{ base: "https://ar.example/at", url: `https://ar.example/at/${id}/a%20b` }]);
  expect(urlsOf({ kind: "walrus", id }, gateways)).toEqual([{ base: "https://walrus.example", url: `https://walrus.example/v1/blobs/${id}` }]);
  expect(urlsOf({ kind: "walrus", id }, readGateways({ walrus: [] }, []))).toEqual([]);
});
