/** A small writer of SVG plots that read well on light and dark pages. */

type Attributes = Readonly<Record<string, string | number>>

interface Plot {
  readonly width: number
  readonly height: number
  readonly title: string
  readonly parts: readonly string[]
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign)
}

function attributesText(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(
      ([name, value]) =>
        ` ${name}="${escaped(typeof value === 'number' ? String(+value.toFixed(2)) : value)}"`,
    )
    .join('')
}

export function shape(name: string, attributes: Attributes): string {
  return `<${name}${attributesText(attributes)}/>`
}

export function label(text: string, x: number, y: number, attributes: Attributes = {}): string {
  return `<text${attributesText({ x, y, ...attributes })}>${escaped(text)}</text>`
}

export function line(from: readonly [number, number], to: readonly [number, number], of: string): string {
  return shape('line', { x1: from[0], y1: from[1], x2: to[0], y2: to[1], class: of })
}

/** A value's place on a logarithmic axis. */
export function logScale(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
): (value: number) => number {
  const span = Math.log(high / low)
  return (value) => from + (Math.log(Math.min(high, Math.max(low, value)) / low) / span) * (to - from)
}

const style = `
  svg { font: 13px system-ui, sans-serif; background: #fff; }
  text { fill: #24292f; } .soft { fill: #57606a; font-size: 12px; }
  .head { font-size: 15px; font-weight: 600; }
  .grid { stroke: #d0d7de; } .axis { stroke: #57606a; } .whisker { stroke: #24292f; stroke-width: 2; }
  .good { fill: #1a7f37; } .bad { fill: #cf222e; } .must { stroke: #9a6700; stroke-width: 2; }
  .aim { stroke: #0969da; stroke-width: 2; }
  .first { fill: #8c959f; stroke: #8c959f; } .second { fill: #bf8700; stroke: #bf8700; }
  .third { fill: #0969da; stroke: #0969da; } .fourth { fill: #8250df; stroke: #8250df; }
  .curve { fill: none; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117; } text { fill: #e6edf3; } .soft { fill: #9198a1; }
    .grid { stroke: #30363d; } .axis { stroke: #9198a1; } .whisker { stroke: #e6edf3; }
    .good { fill: #3fb950; } .bad { fill: #f85149; } .must { stroke: #d29922; } .aim { stroke: #58a6ff; }
    .third { fill: #58a6ff; stroke: #58a6ff; } .fourth { fill: #bc8cff; stroke: #bc8cff; }
    .curve { fill: none; }
  }`

export function svgOf({ width, height, title, parts }: Plot): string {
  const head = attributesText({ xmlns: 'http://www.w3.org/2000/svg', width, height, role: 'img' })
  const box = attributesText({ viewBox: `0 0 ${width} ${height}` })
  return [
    `<svg${head}${box}>`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}\n</style>`,
    label(title, 16, 26, { class: 'head' }),
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}
