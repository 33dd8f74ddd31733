import { assert } from '../../domain/assert.ts'
import { type Brand, type Picture, unsaid } from '../../domain/railway/brand.ts'
import { brandColors } from '../../domain/railway/brand-colors.ts'
import type { Network } from '../../domain/railway/network.ts'
import { stations } from './halvora.ts'

const colors = brandColors({ light: '#3a3f9e', dark: '#b3b8ff' })
assert(colors.ok, 'the colors of the demo can be read')

/** Isfjellet above the sea, and the line that runs below it. */
function mark(ground: string, drawn: string): Picture {
  const text =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><title>Halvora Railways</title>' +
    `<rect width="32" height="32" rx="8" fill="${ground}"/>` +
    `<path d="M5 19 12 8l4.5 7L19 11l8 8Z" fill="${drawn}"/>` +
    `<path d="M5 23h22M5 27h22" fill="none" stroke="${drawn}" stroke-width="2" stroke-linecap="round"/>` +
    '<path d="M9 22v6M16 22v6M23 22v6" fill="none" ' +
    `stroke="${drawn}" stroke-width="2" stroke-linecap="round"/></svg>`
  return { mediaType: 'image/svg+xml', bytes: new TextEncoder().encode(text), width: 32, height: 32 }
}

/** The look of the railway of the demo. Nobody answers at its addresses, which are for examples (RFC 2606). */
export const demoBrand: Brand = {
  ...unsaid,
  name: 'Halvora Railways',
  isOwn: true,
  contact: { email: 'help@halvora.example', phone: null },
  terms: 'https://halvora.example/terms',
  privacy: 'https://halvora.example/privacy',
  imprint: 'https://halvora.example/imprint',
  logo: {
    light: mark(colors.value.light.accent, colors.value.light.accentInk),
    dark: mark(colors.value.dark.accent, colors.value.dark.accentInk),
  },
  card: null,
  colors: colors.value,
}

/** Whether a database has the railway of the demo and no other. */
export function isHalvora({ stations: known }: Pick<Network, 'stations'>): boolean {
  const names = new Map([...known.values()].map(({ code, name }) => [String(code), name]))
  return names.size === stations.length && stations.every(([code, name]) => names.get(code) === name)
}
