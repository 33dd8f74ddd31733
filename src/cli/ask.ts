import { createInterface } from 'node:readline/promises'

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
