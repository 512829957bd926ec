import { expect, it } from "vitest";
import { holdStyles } from "./held-styles.ts";

it.each([
  ['<div style="top:0px;height:19px" class="view-line"><span class="mtk1">style="a"</span></div>', '<div data-held-style="top:0px;height:19px" class="view-line"><span class="mtk1">style="a"</span></div>'],
  ["<span style='left:1px'>a</span><b>style='c'</b>", "<span data-held-style='left:1px'>a</span><b>style='c'</b>"],
  ['<p data-style="a" class="style">&lt;i style="b"&gt;</p>', '<p data-style="a" class="style">&lt;i style="b"&gt;</p>'],
  ["no tags, style=\"a\"", "no tags, style=\"a\""],
])("renames the attributes of tags alone: %j", (html, held) => {
  expect(holdStyles(html)).toBe(held);
});
