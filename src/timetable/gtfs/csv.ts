/** The callbacks of a reader of rows. */
interface RowListener {
  /** A row with its fields; `line` is the line on which it starts, counted from 1. */
  onRow(fields: readonly string[], line: number): void
  /** A row that cannot be read; reading continues with the next line. */
  onBadRow(line: number, reason: string): void
}

/** The end of the row cannot be found, so the rest of the file cannot be read either. */
export class RowWithoutEnd extends Error {
  readonly line: number
  constructor(line: number, reason: string) {
    super(reason)
    this.line = line
  }
}

/** Longer than any real row; an unclosed quote would otherwise swallow the rest of the file. */
const maxRowLength = 1_000_000

const quote = 34
const comma = 44
const lineFeed = 10
const carriageReturn = 13

/**
 * Splits incoming text into rows of fields (RFC 4180). One file may mix LF, CR LF and CR line ends;
 * blanks around a field are not part of it. The time is proportional to the length of the text.
 */
export class RowReader {
  readonly #listener: RowListener
  #text = ''
  #at = 0
  #line = 1
  #lineFeedAt = -1
  #carriageReturnAt = -1
  #isWhole = false

  constructor(listener: RowListener) {
    this.#listener = listener
  }

  push(text: string): void {
    this.#text = this.#text.slice(this.#at) + text
    this.#at = 0
    this.#lineFeedAt = -1
    this.#carriageReturnAt = -1
    while (this.#at < this.#text.length && this.#readRow());
    if (this.#text.length - this.#at > maxRowLength)
      throw new RowWithoutEnd(this.#line, 'the row has no end; is a quote missing?')
  }

  end(): void {
    this.#isWhole = true
    while (this.#at < this.#text.length && this.#readRow());
  }

  /** Reads the row at the current place; false if its end has not arrived yet. */
  #readRow(): boolean {
    const end = this.#lineEnd(this.#at)
    if (end < 0) return false
    const line = this.#text.slice(this.#at, end)
    if (line.includes('"')) return this.#readQuotedRow()
    this.#pass(end)
    if (line.trim() !== '') this.#listener.onRow(line.split(',').map(trimBlanks), this.#line - 1)
    return true
  }

  #readQuotedRow(): boolean {
    const fields: string[] = []
    const startLine = this.#line
    let at = this.#at
    for (;;) {
      const start = this.#skipBlanks(at)
      const isQuoted = this.#text.charCodeAt(start) === quote
      const end = isQuoted ? this.#closingQuote(start) : this.#plainEnd(start)
      if (end < 0) return false
      fields.push(
        isQuoted
          ? this.#text.slice(start + 1, end).replaceAll('""', '"')
          : trimBlanks(this.#text.slice(start, end)),
      )
      at = isQuoted ? this.#skipBlanks(end + 1) : end
      const code = this.#text.charCodeAt(at)
      if (at === this.#text.length && !this.#isWhole) return false
      if (code === comma) at++
      else if (at === this.#text.length || code === lineFeed || code === carriageReturn) break
      else return this.#leaveBadRow(at, startLine)
    }
    const end = this.#lineEnd(at)
    if (end < 0) return false
    this.#pass(end)
    this.#listener.onRow(fields, startLine)
    return true
  }

  #leaveBadRow(at: number, startLine: number): boolean {
    const end = this.#lineEnd(at)
    if (end < 0) return false
    this.#pass(end)
    const reason = 'a quote is out of place; put the field in quotes and double each quote in it'
    this.#listener.onBadRow(startLine, reason)
    return true
  }

  /** The end of the line without its line break; below 0 if it has not arrived yet. */
  #lineEnd(from: number): number {
    this.#lineFeedAt = this.#next('\n', this.#lineFeedAt, from)
    this.#carriageReturnAt = this.#next('\r', this.#carriageReturnAt, from)
    const end = Math.min(this.#lineFeedAt, this.#carriageReturnAt)
    if (end === this.#text.length) return this.#isWhole ? end : -1
    // Only half of a CR LF may have arrived.
    return end === this.#text.length - 1 && end === this.#carriageReturnAt && !this.#isWhole ? -1 : end
  }

  /** The next place of this character, stored so that each row does not search the rest of the file. */
  #next(letter: string, known: number, from: number): number {
    if (known >= from) return known
    const found = this.#text.indexOf(letter, from)
    return found < 0 ? this.#text.length : found
  }

  /** Continues after a line break, and counts the line breaks that it passes. */
  #pass(end: number): void {
    const row = this.#text.slice(this.#at, end)
    const isPair =
      this.#text.charCodeAt(end) === carriageReturn && this.#text.charCodeAt(end + 1) === lineFeed
    this.#line += row.includes('"') ? breaksIn(row) + 1 : 1
    this.#at = end + (isPair ? 2 : 1)
  }

  #skipBlanks(from: number): number {
    let at = from
    while (isBlank(this.#text.charCodeAt(at))) at++
    return at
  }

  /** The end of an unquoted field: before a comma, a line break, or a quote, which is a mistake there. */
  #plainEnd(from: number): number {
    for (let at = from; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at)
      if (code === comma || code === lineFeed || code === carriageReturn || code === quote) return at
    }
    return this.#isWhole ? this.#text.length : -1
  }

  /** Two quotes mean one quote inside the field. */
  #closingQuote(opening: number): number {
    let at = this.#text.indexOf('"', opening + 1)
    while (at >= 0 && this.#text.charCodeAt(at + 1) === quote) at = this.#text.indexOf('"', at + 2)
    if (at >= 0 && (this.#isWhole || at + 1 < this.#text.length)) return at
    if (this.#isWhole)
      throw new RowWithoutEnd(this.#line, 'a quoted field is never closed; is the file complete?')
    return -1
  }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 12
}

function trimBlanks(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isBlank(text.charCodeAt(from))) from++
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--
  return to - from === text.length ? text : text.slice(from, to)
}

function breaksIn(text: string): number {
  return text.split(/\r\n|\n|\r/).length - 1
}
