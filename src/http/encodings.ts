import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** The encodings of an answer. */
export type Encoding = 'br' | 'gzip' | 'identity'

const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants
const gzipAsync = promisify(gzip)
const brotliAsync = promisify(brotliCompress)

// Both run in other threads. A map of 1,100 seats, 276 kB, becomes 17 kB and 10 kB in about 2 ms.
export const compressors = {
  gzip: (bytes: Buffer) => gzipAsync(bytes, { level: 6 }),
  br: (bytes: Buffer) =>
    brotliAsync(bytes, { params: { [BROTLI_PARAM_QUALITY]: 5, [BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
} satisfies Record<Exclude<Encoding, 'identity'>, (bytes: Buffer) => Promise<Buffer>>

/**
 * The smallest available encoding that this `Accept-Encoding` allows. Browsers offer brotli only on secure
 * connections.
 */
export function chooseEncoding(
  acceptEncoding: string,
  isAvailable: (encoding: Encoding) => boolean,
): Encoding {
  const accepted = acceptEncoding
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
    .filter((one) => !/;\s*q=0(?:\.0*)?$/.test(one))
    .map((one) => one.split(';', 1)[0]?.trim())
  const best = (['br', 'gzip'] as const).find((one) => accepted.includes(one) && isAvailable(one))
  return best ?? 'identity'
}

/** Each encoding of an answer has its own tag (RFC 9110 section 8.8.3.3). */
export function tagOf(tag: string, encoding: Encoding): string {
  return encoding === 'identity' ? tag : `${tag.slice(0, -1)}-${encoding}"`
}

/** The tag of the answer itself, without the encoding. */
export function tagOfAll(tag: string): string {
  return tag.replace(/-(?:br|gzip)"$/, '"')
}
