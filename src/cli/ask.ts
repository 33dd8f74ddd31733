import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks a question over a terminal, and gives the answer: empty at the end of the input or after Ctrl+C. */
export type Ask = (question: string) => Promise<string>

/** Asks over these streams; null if one of them is no terminal, since then nobody is there to answer. */
export function askerOver(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Ask | null {
  if (!input.isTTY || !output.isTTY) return null
  return async (question) => {
    const lines = createInterface({ input, output })
    const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
    const answer = await Promise.race([lines.question(question), ended])
    lines.close()
    return answer
  }
}

/** Whether the answer agrees. Anything but a plain yes is a no. */
export function isYes(answer: string): boolean {
  return /^\s*y(es)?\s*$/i.test(answer)
}

/** The number that the answer chooses, from 1 to `count`; undefined if it chooses none. */
export function chosenNumber(answer: string, count: number): number | undefined {
  const text = answer.trim()
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= count ? number : undefined
}

/** Reads a password: hidden at a terminal, else the first line of the input. Never changes it. */
export function passwordReader(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
): (question: string) => Promise<string> {
  return async (question) => {
    const isPerson = input.isTTY && output.isTTY
    if (isPerson) output.write(question)
    const hidden = new Writable({ write: (_chunk, _encoding, done) => done() })
    const lines = createInterface({ input, output: hidden, terminal: isPerson })
    const [line] = await Array.fromAsync(firstOf(lines))
    lines.close()
    if (isPerson) output.write('\n')
    return line ?? ''
  }
}

async function* firstOf(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) {
    yield line
    return
  }
}
