import { accept, type Reply, refuse } from '../result.ts'

/** A color as `#rrggbb`. */
type Color = string

/** What a brand colors on a page: the same names as in the style sheet. */
export interface AccentColors {
  readonly accent: Color
  /** Under a pointer. */
  readonly accentStrong: Color
  /** Letters on either of them. */
  readonly accentInk: Color
  /** A quiet background, with letters in ink or accent. */
  readonly accentSoft: Color
}

export const themes = ['light', 'dark'] as const
type Theme = (typeof themes)[number]

export type BrandColors = Readonly<Record<Theme, AccentColors>>

/** The backgrounds of pages and their letters; a brand does not change them. */
export const pageColors = {
  light: {
    ink: '#1b2422',
    paper: '#f4f2ec',
    surface: '#fffefb',
    'surface-raised': '#ffffff',
    'surface-sunken': '#ebe8df',
  },
  dark: {
    ink: '#e9eeea',
    paper: '#0f1514',
    surface: '#171f1d',
    'surface-raised': '#1e2826',
    'surface-sunken': '#0b100f',
  },
} as const

/** The colors of the style sheet itself, without a brand. */
export const plainColors: BrandColors = {
  light: { accent: '#14605a', accentStrong: '#0d4a45', accentInk: '#ffffff', accentSoft: '#dcebe7' },
  dark: { accent: '#63c7b9', accentStrong: '#8adacf', accentInk: '#06201d', accentSoft: '#17403a' },
}

/** WCAG 2.2, success criterion 1.4.3, for letters of any size. */
export const leastContrast = 4.5

/** A color with which letters could not be read: on which background, and by how much it fails. */
interface PoorContrast {
  readonly code: 'poor_contrast'
  readonly theme: Theme
  readonly background: Color
  /** Rounded down, so that it never looks enough. */
  readonly contrast: number
}

/** The colors of a brand, made from one color for light and one for dark pages. */
export function brandColors(chosen: Readonly<Record<Theme, Color>>): Reply<BrandColors, PoorContrast> {
  const colors = { light: lightAccents(chosen.light), dark: darkAccents(chosen.dark) }
  for (const theme of themes) {
    const poor = poorestPair(theme, colors[theme])
    if (poor.contrast < leastContrast) return refuse({ code: 'poor_contrast', theme, ...poor })
  }
  return accept(colors)
}

function lightAccents(accent: Color): AccentColors {
  return {
    accent,
    accentStrong: mix(accent, '#000000', 0.25),
    accentInk: '#ffffff',
    accentSoft: mix(accent, pageColors.light['surface-raised'], 0.86),
  }
}

function darkAccents(accent: Color): AccentColors {
  return {
    accent,
    accentStrong: mix(accent, '#ffffff', 0.3),
    accentInk: mix(accent, '#000000', 0.85),
    accentSoft: mix(accent, pageColors.dark.surface, 0.8),
  }
}

/** Of all letters and backgrounds that meet on a page, the two that differ least. */
function poorestPair(theme: Theme, colors: AccentColors): Omit<PoorContrast, 'code' | 'theme'> {
  const { ink, ...backgrounds } = pageColors[theme]
  const { accent, accentStrong, accentInk, accentSoft } = colors
  const pairs: (readonly [Color, Color])[] = [
    ...[...Object.values(backgrounds), accentSoft].map((background) => [accent, background] as const),
    [ink, accentSoft],
    [accentInk, accent],
    [accentInk, accentStrong],
  ]
  const measured = pairs.map(([letters, background]) => ({
    background,
    contrast: Math.floor(contrastOf(letters, background) * 10) / 10,
  }))
  return measured.reduce((poorest, one) => (one.contrast < poorest.contrast ? one : poorest))
}

/** The contrast ratio of two colors, from 1 to 21. WCAG 2.2, "contrast ratio". */
export function contrastOf(one: Color, other: Color): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

/** WCAG 2.2, "relative luminance". */
function luminance(color: Color): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(color).map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The color that lies so far on the way from one to the other, 0 to 1. */
function mix(from: Color, to: Color, share: number): Color {
  const target = channelsOf(to)
  const mixed = channelsOf(from).map((channel, index) =>
    Math.round(channel + ((target[index] ?? 0) - channel) * share),
  )
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

function channelsOf(color: Color): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16))
}
