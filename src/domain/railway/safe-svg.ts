import { accept, type Reply, refuse } from '../result.ts'

/** Draws, and does nothing else: no script, no link, no animation, no picture or page from elsewhere. */
const allowedElements: ReadonlySet<string> = new Set([
  ...['svg', 'g', 'defs', 'symbol', 'use', 'title', 'desc', 'path', 'rect', 'circle', 'ellipse', 'line'],
  ...['polyline', 'polygon', 'text', 'tspan', 'linearGradient', 'radialGradient', 'stop', 'clipPath', 'mask'],
])

const tag = /<\/?([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*\/?>/g
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g
const harmlessEntity = /&(?:amp|lt|gt|quot|apos);/g

/** What keeps a drawing from being shown, worded to follow its name. */
interface UnsafeSvg {
  readonly code: 'unsafe_svg'
  readonly reason: string
}

interface SvgSize {
  readonly width: number
  readonly height: number
}

/**
 * The size of an SVG that is safe to show anywhere. It is read strictly: what is not known to be harmless is
 * refused, since a browser may understand it otherwise.
 */
export function safeSvg(text: string): Reply<SvgSize, UnsafeSvg> {
  const body = text
    .replace(/^\uFEFF/, '')
    .replace(/^\s*<\?xml\s[^?<>]*\?>/, '')
    .replaceAll(/<!--(?:[^-]|-[^-])*-->/g, '')
    .trim()
  const tags = [...body.matchAll(tag)]
  if (tags[0]?.[1] !== 'svg' || tags[0].index !== 0) return unsafe('does not begin with an <svg> element')
  if (body.replaceAll(tag, '').includes('<'))
    return unsafe('has something other than elements, such as a document type or CDATA; save it as plain SVG')
  for (const [, name = '', attributes = ''] of tags) {
    if (!allowedElements.has(name)) return unsafe(`has an element <${name}>, which is not allowed in a logo`)
    const problem = attributesProblem(attributes)
    if (problem !== undefined) return unsafe(`has ${problem} in its element <${name}>`)
  }
  const size = sizeOf(tags[0][2] ?? '')
  return size ? accept(size) : unsafe('says neither viewBox nor width and height')
}

function unsafe(reason: string): Reply<never, UnsafeSvg> {
  return refuse({ code: 'unsafe_svg', reason })
}

function attributesProblem(attributes: string): string | undefined {
  for (const [, name = '', double, single] of attributes.matchAll(attribute)) {
    const value = (double ?? single ?? '').trim()
    if (/^on/i.test(name)) return `a script ("${name}")`
    if (/(^|:)href$/i.test(name) && !value.startsWith('#')) return `an address ("${name}")`
    if (/^xmlns(:|$)/.test(name)) continue
    // A name for a character can hide any of the words that are looked for here, and so can CSS escapes.
    if (/&/.test(value.replaceAll(harmlessEntity, '')) || value.includes('\\'))
      return `a hidden character ("${name}")`
    if (/url\((?!\s*['"]?#)|@import|image-set|src\(|script:/i.test(value)) return `an address ("${name}")`
  }
  return undefined
}

function sizeOf(attributes: string): SvgSize | undefined {
  const found = new Map(
    [...attributes.matchAll(attribute)].map(([, name = '', double, single]) => [
      name,
      double ?? single ?? '',
    ]),
  )
  const box = (found.get('viewBox') ?? '').trim().split(/[\s,]+/)
  const [width, height] =
    box.length === 4
      ? [Number(box[2]), Number(box[3])]
      : ['width', 'height'].map((name) => Number((found.get(name) ?? '').replace(/px$/, '') || Number.NaN))
  return width && height && width > 0 && height > 0 ? { width, height } : undefined
}
