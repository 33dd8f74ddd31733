/** A stream of the process. */
interface Stream {
  write(text: string): unknown
  readonly isTTY?: boolean
}

/**
 * Where a command prints. Names of feeds, passengers and files pass through it, and their authors must not
 * control the terminal.
 */
export interface Sink {
  /** Writes a text, with every control character shown by its number. */
  write(text: string): void
  /** Moves the cursor or changes the color: for our own sequences, never for outside text. */
  steer(sequence: string): void
  readonly isTTY: boolean
}

export function sinkOver(stream: Stream): Sink {
  return {
    write: (text) => void stream.write(showLines(text)),
    steer: (sequence) => void stream.write(sequence),
    isTTY: stream.isTTY === true,
  }
}

/**
 * Controls, line and paragraph separators, halves of surrogate pairs, and characters that change the reading
 * direction. They are shown as JSON writes them, so JSON passes through with the same meaning.
 */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/gu
const steeringWithinLines = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/gu

/** An outside text as part of one line. */
export function showInLine(text: string): string {
  return text.replaceAll(steering, shown)
}

function showLines(text: string): string {
  return text.replaceAll(steeringWithinLines, shown)
}

/** None of these characters is beyond U+FFFF. */
function shown(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
