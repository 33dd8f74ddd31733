import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Brand, type Picture, plainBrand } from '../domain/railway/brand.ts'
import { safeSvg } from '../domain/railway/safe-svg.ts'
import type { BrandSetting } from './brand-setting.ts'
import { WrongUse } from './failures.ts'

/** A logo is sent with pages and mails; a picture beside a link may be larger. */
const mostLogoBytes = 256 * 1024
const mostCardBytes = 1024 * 1024

/**
 * The brand with its pictures, whose files are in the data folder unless their paths are absolute. Throws
 * `WrongUse` with a sentence that names the file and what is wrong with it.
 */
export function readBrand(setting: BrandSetting, dataFolder: string): Brand {
  const { logo, card, colors, ...words } = setting
  const picture = (member: string, file: string, mostBytes: number) =>
    readPicture(`"${member}" of the brand`, resolve(dataFolder, file), mostBytes)
  return {
    ...words,
    isOwn: true,
    colors: colors ?? plainBrand.colors,
    logo: logo && {
      light: picture('logo', logo.light, mostLogoBytes),
      dark: picture('logo', logo.dark, mostLogoBytes),
    },
    card: card === null ? null : readCard(picture('card', card, mostCardBytes), card),
  }
}

/** The programs that show cards beside links do not draw SVG. */
function readCard(picture: Picture, file: string): Picture {
  if (picture.mediaType === 'image/png') return picture
  throw new WrongUse(`"card" of the brand is ${JSON.stringify(file)}; it must be a PNG file.`)
}

function readPicture(member: string, file: string, mostBytes: number): Picture {
  const refused = (reason: string) => new WrongUse(`${member} is ${JSON.stringify(file)}; ${reason}.`)
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (fault) {
    const { code = 'no reason given' } = fault as NodeJS.ErrnoException
    throw refused(`it must be a file that this user can read (${code})`)
  }
  if (bytes.length > mostBytes) throw refused(`it must have at most ${mostBytes / 1024} KB`)
  const png = pngSize(bytes)
  if (png) return { mediaType: 'image/png', bytes, ...png }
  if (!isUtf8(bytes)) throw refused('it must be an SVG or a PNG file')
  const svg = safeSvg(bytes.toString('utf8'))
  if (!svg.ok) throw refused(`it must be a PNG file or a safe SVG file, and it ${svg.refusal.reason}`)
  return { mediaType: 'image/svg+xml', bytes, ...svg.value }
}

const pngSignature = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

/** From the header that every PNG begins with (RFC 2083 section 11.2.1); undefined if it is no PNG. */
function pngSize(bytes: Buffer): { width: number; height: number } | undefined {
  if (bytes.length < 24 || !bytes.subarray(0, 16).equals(pngSignature)) return undefined
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  return width > 0 && height > 0 ? { width, height } : undefined
}
