import * as dagPb from "@ipld/dag-pb";
import { UnixFS } from "ipfs-unixfs";
import type { CID } from "multiformats/cid";

/** What a dag-pb block is: a whole file, a folder with its entries, or something that takes more blocks. */
export type FileNode =
  | { readonly kind: "file"; readonly bytes: Uint8Array }
  | { readonly kind: "folder"; entry(name: string): CID | undefined }
  | { readonly kind: "other" };

/** Reads a block as a node of UnixFS. A file of several blocks, a sharded folder, and what is no such node at all are `other`. */
export function readNode(block: Uint8Array): FileNode {
  try {
    const { Data, Links } = dagPb.decode(block);
    if (Data === undefined) return { kind: "other" };
    const node = UnixFS.unmarshal(Data);
    if (node.type === "directory") return { kind: "folder", entry: (name) => Links.find((link) => link.Name === name)?.Hash };
    const isFile = node.type === "file" || node.type === "raw";
    return isFile && Links.length === 0 ? { kind: "file", bytes: node.data ?? new Uint8Array() } : { kind: "other" };
  } catch {
    // The block has the hash that was asked for, so it is what its author wrote: no node of a file.
    return { kind: "other" };
  }
}

/** The block that `ipfs add` makes of a file that fits into one; there are other ways to make one. */
export function fileBlock(bytes: Uint8Array): Uint8Array {
  const node = new UnixFS({ type: "file", data: bytes });
  return dagPb.encode(dagPb.prepare({ Data: node.marshal(), Links: [] }));
}
