import { inflateSync } from 'node:zlib'

/**
 * A font as it was before WOFF (W3C WOFF 1.0, sections 3 to 5) compressed its tables. fontkit reads WOFF as
 * well, but inflates the table of all outlines again for each glyph.
 */
export function sfntOf(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12)
  const head = Buffer.alloc(12 + 16 * count)
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(count, 4)
  const pieces: Buffer[] = [head]
  let offset = head.length
  for (let index = 0; index < count; index++) {
    const entry = 44 + 20 * index
    const [from, size, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [
      number,
      number,
      number,
    ]
    const kept = woff.subarray(from, from + size)
    const table = size < length ? inflateSync(kept) : kept
    const record = 12 + 16 * index
    woff.copy(head, record, entry, entry + 4)
    woff.copy(head, record + 4, entry + 16, entry + 20)
    head.writeUInt32BE(offset, record + 8)
    head.writeUInt32BE(length, record + 12)
    const padding = Buffer.alloc(-length & 3)
    pieces.push(table, padding)
    offset += length + padding.length
  }
  return Buffer.concat(pieces)
}
