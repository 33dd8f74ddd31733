// Numbers and texts in few bytes. A number has seven bits in each byte, the lowest first, and the highest bit
// says that more follow (LEB128, as in DWARF 5 section 7.6).

/** More bits than that are no number that JavaScript keeps exactly. */
const mostNumberBytes = 7

/** Bytes that are read one after the other. Beyond their end, zeros are read, and `isShort` tells. */
export class Taken {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Whether more was read than is there, or what was read is written as nobody writes it. */
  isShort = false

  get isEmpty(): boolean {
    return this.#at >= this.#bytes.length
  }

  byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) this.isShort = true
    return byte ?? 0
  }

  bytes(count: number): Uint8Array {
    const part = this.#bytes.subarray(this.#at, this.#at + count)
    this.#at += count
    if (part.length < count) this.isShort = true
    return part
  }
}

/** Appends a whole number of 0 or more. */
export function writeNumber(bytes: number[], number: number): void {
  let rest = number
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  bytes.push(rest)
}

/** Reads what `writeNumber` wrote; a number in more bytes than it needs is refused, so each has one form. */
export function readNumber(from: Taken): number {
  let number = 0
  for (let place = 0; place < mostNumberBytes; place++) {
    const byte = from.byte()
    number += (byte & 127) * 128 ** place
    if (byte < 128) {
      if (byte === 0 && place > 0) from.isShort = true
      return number
    }
  }
  from.isShort = true
  return 0
}

/** Appends a whole number of any sign: 0, -1, 1, -2, 2 ... are written as 0, 1, 2, 3, 4 ... */
export function writeSigned(bytes: number[], number: number): void {
  writeNumber(bytes, number < 0 ? -2 * number - 1 : 2 * number)
}

export function readSigned(from: Taken): number {
  const number = readNumber(from)
  return number % 2 === 0 ? number / 2 : -(number + 1) / 2
}

/** Appends a short text: the number of its bytes in UTF-8, and they. */
export function writeText(bytes: number[], text: string): void {
  const encoded = new TextEncoder().encode(text)
  writeNumber(bytes, encoded.length)
  bytes.push(...encoded)
}

export function readText(from: Taken, mostBytes: number): string {
  const length = readNumber(from)
  if (length > mostBytes) from.isShort = true
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(from.bytes(Math.min(length, mostBytes)))
  } catch {
    from.isShort = true
    return ''
  }
}
