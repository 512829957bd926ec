import { expect, it } from "vitest";
import { plainMarkup } from "./plain-markup.ts";

it.each([
  "plain", "<p>With <code>code</code>, <em>stress</em> and a <a href=\"https://example.org/a?b=1&amp;c\">link</a>.</p>\n", "<ul>\n<li>one<br></li>\n</ul>", "<p>1 &lt; 2</p>", '<pre><code class="language-graphql">{ a }</code></pre>', "",
])("lets plain markup through: %j", (html) => {
  expect(plainMarkup(html)).toBe(html);
});

it.each([
  ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
  ['<img src="x">', '&lt;img src="x"&gt;'],
  ['<p onclick="a()">b</p>', '&lt;p onclick="a()"&gt;b&lt;/p&gt;'],
  ['<a href="javascript:a()">b</a>', '&lt;a href="javascript:a()"&gt;b&lt;/a&gt;'],
  ["<p style=\"color:red\">a</p>", '&lt;p style="color:red"&gt;a&lt;/p&gt;'],
  ["<p title='a' onclick=b>c</p>", "&lt;p title='a' onclick=b&gt;c&lt;/p&gt;"],
  ["<P>a</P>", "&lt;P&gt;a&lt;/P&gt;"],
  ["<!-- a --><p>b</p>", "&lt;!-- a --&gt;&lt;p&gt;b&lt;/p&gt;"],
  ["<svg/onload=a()>", "&lt;svg/onload=a()&gt;"],
  ["1 < 2 &amp; 3", "1 &lt; 2 &amp;amp; 3"],
])("shows anything else as it is written: %j", (html, text) => {
  expect(plainMarkup(html)).toBe(text);
});
