import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeSvg } from './safe-svg.ts'

const open = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 32">'
const svg = (inside: string) => `${open}${inside}</svg>`

test('X46: a drawing is accepted with its size', () => {
  const drawings = [
    svg('<path d="M0 0h9"/>'),
    svg('<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)"/>'),
    svg('<g><use href="#a"/><use xlink:href="#a"/></g>'),
    `<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n${svg('<title>A &amp; B</title>')}\n`,
    svg("<text x='1' style='fill:#fff'>Halvora</text>"),
  ]
  for (const text of drawings)
    assert.deepEqual(safeSvg(text), { ok: true, value: { width: 120, height: 32 } })
  const sized = safeSvg('<svg width="64px" height="16px"></svg>')
  assert.deepEqual(sized, { ok: true, value: { width: 64, height: 16 } })
})

const attacks: readonly (readonly [string, RegExp])[] = [
  [svg('<script>alert(1)</script>'), /<script>/],
  [svg('<SCRIPT>alert(1)</SCRIPT>'), /<SCRIPT>/],
  [svg('<svg:script>alert(1)</svg:script>'), /<svg:script>/],
  [svg('<path onload="alert(1)"/>'), /script \("onload"\)/],
  [svg("<path ONclick='alert(1)'/>"), /script \("ONclick"\)/],
  [svg('<a href="javascript:alert(1)"><path/></a>'), /<a>/],
  [svg('<use href="https://evil.example/x.svg#a"/>'), /address \("href"\)/],
  [svg('<use xlink:href="data:image/svg+xml,x"/>'), /address \("xlink:href"\)/],
  [svg('<image href="https://evil.example/x.png"/>'), /<image>/],
  [svg('<foreignObject><body/></foreignObject>'), /<foreignObject>/],
  [svg('<style>@import url(https://evil.example)</style>'), /<style>/],
  [svg('<set attributeName="href" to="javascript:x"/>'), /<set>/],
  [svg('<animate attributeName="href"/>'), /<animate>/],
  [svg('<rect style="fill:url(https://evil.example/x#a)"/>'), /address \("style"\)/],
  [svg('<rect fill="u&#114;l(https://evil.example)"/>'), /hidden character/],
  [svg('<rect style="fill:\\75rl(https://evil.example)"/>'), /hidden character/],
  [`<!DOCTYPE svg [<!ENTITY a "b">]>${svg('')}`, /does not begin/],
  [svg('<![CDATA[<script>]]>'), /document type or CDATA/],
  [svg('<?xml-stylesheet href="x"?>'), /document type or CDATA/],
  [svg('<path d=M0/>'), /document type or CDATA/],
  [svg('<path "onload=alert(1)"/>'), /document type or CDATA/],
  ['<html></html>', /does not begin/],
  ['<svg viewBox="0 0 0 0"></svg>', /neither viewBox/],
  ['', /does not begin/],
]

for (const [text, reason] of attacks)
  test(`X46: a logo that is more than a drawing is refused: ${text.slice(open.length, open.length + 40)}`, () => {
    const reply = safeSvg(text)
    assert.ok(!reply.ok)
    assert.match(reply.refusal.reason, reason)
  })
