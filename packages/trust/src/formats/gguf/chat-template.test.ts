import { describe, expect, it } from "vitest";
import { oddTemplateParts } from "./chat-template.ts";

function odd(template: string): readonly string[] {
  return oddTemplateParts(template).map(({ what, dangerous }) => `${dangerous ? "dangerous " : ""}${what}`);
}

describe("oddTemplateParts", () => {
  it.each([
    ["a chat of roles", "{%- for message in messages %}{{- '<|im_start|>' + message['role'] + '\\n' + message.content | trim + '<|im_end|>\\n' }}{%- endfor %}"],
    ["tools, macros and dates", "{% macro tool(t) %}{{ t | tojson(indent=4) }}{% endmacro %}{{ strftime_now('%d %b %Y') }}{% set ns = namespace(found=false) %}{% if tools is defined %}{{ raise_exception('no tools') }}{% endif %}"],
    ["a role called system", "{% if system %}{{ system }}{% endif %}{% set system = messages[0]['content'] %}{{ message.role == 'system' }}"],
    ["words of Python in text that is shown", "Use os.system and __import__. {{ 'Call eval(x), or write a class with __init__ and __call__.' }}"],
    ["a comment", "{# ''.__class__ #}"],
    ["brackets that close in a text", "{{ '}} __class__ ' }}"],
    ["strings with single underscores", "{{ name.replace('_', ' ') ~ '_end' }}"],
  ])("has nothing to say about %s", (_name, template) => {
    expect(odd(template)).toEqual([]);
  });

  it.each([
    ["a member", "{{ ''.__class__ }}", ["dangerous __class__"]],
    ["a statement", "{%- if x.__globals__ %}{% endif %}", ["dangerous __globals__"]],
    ["a member in brackets", "{{ x['__globals__'] }}", ["dangerous __globals__"]],
    ["a member with hidden underscores", String.raw`{{ x["\x5f\x5fclass\u005f\137"] }}`, ["dangerous __class__"]],
    ["look-alike letters, which Python reads as plain ones", "{{ x.__ｃlass__ }}", ["dangerous __class__"]],
    ["another member with double underscores", "{{ x.__media__ }}", ["__media__"]],
    ["a name for the filter attr", "{{ x|attr('__init__') }}", ["the filter attr", "dangerous __init__"]],
    ["the filter attr in a loop", "{{ x | map('attr', 'a') }}{{ y | attr(z) }}", ["the filter attr"]],
    ["texts that are put together", "{{ x['__cla' ~ 'ss__'] }}", ["the text '__cla', a part of such a name", "the text 'ss__', a part of such a name"]],
    ["hidden underscores in a part", String.raw`{{ x['a\x5fb'] }}`, [String.raw`the text 'a\x5fb' with hidden underscores`]],
    ["a way out that Jinja has", "{{ lipsum }}", ["the name lipsum"]],
    ["modules", "{{ os.popen('id') }}", ["the name os", "the member popen"]],
    ["modules of a member", "{{ x.os.system('id') }}", ["the member os", "the call system"]],
    ["calls", "{{ eval('1') }}{{ open ('x') }}", ["the call eval", "the call open"]],
    ["other templates", "{% include 'x' %}{%- import 'y' as z %}{% extends q %}", ["the statement include", "the statement import", "the statement extends"]],
    ["frames", "{{ x.gi_frame.f_globals }}", ["the member gi_frame", "the member f_globals"]],
    ["an expression without an end", "{{ x.__class__", ["dangerous __class__"]],
    ["a text without an end", "{{ '__class__", ["the text '__class__, a part of such a name"]],
    ["a comment without an end, before which it stands", "{{ x.__mro__ }}{# ", ["dangerous __mro__"]],
  ])("finds %s", (_name, template, expected) => {
    expect(odd(template)).toEqual(expected);
  });

  it("tells where it stands", () => {
    expect(oddTemplateParts("é{{ x.__class__ }}")).toEqual([{ what: "__class__", literal: "__class__", at: 6, dangerous: true }]);
  });

  it.each([[262_144, []], [262_145, ["262145 characters"]]])("looks at %i characters", (length, expected) => {
    expect(odd("x".repeat(length))).toEqual(expected);
  });

  it("tells of no more than a hundred", () => {
    expect(oddTemplateParts("{{ x.__class__ }}".repeat(500))).toHaveLength(100);
  });
});
