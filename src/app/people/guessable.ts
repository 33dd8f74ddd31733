import { sideThread } from '../side-thread.ts'

/** A new password, and words that whoever guesses it would try first: a name, an address, the product. */
interface AskedPassword {
  readonly password: string
  readonly words: readonly string[]
}

/** Whether a password is among the first that anybody would try. */
export type JudgePassword = (asked: AskedPassword) => Promise<boolean>

/** Judging takes longer the longer a password is, and its beginning says enough. */
const judgedLength = 64
/**
 * The scale is that of zxcvbn: 0 and 1 are found within a million guesses, as common passwords, words with a
 * year or a number, and keys in a row are.
 */
const mostGuessable = 1

/** Judges by lists of common passwords, words and names, and by rows of keys, dates and repeats. */
export const judgeHere: JudgePassword = async ({ password, words }) => {
  loading ??= load()
  const zxcvbn = await loading
  return zxcvbn.check(password.slice(0, judgedLength), [...words]).score <= mostGuessable
}

let loading: ReturnType<typeof load> | undefined

/** The lists take 30 MB and a third of a second, so they are read when a first password is judged. */
async function load() {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
}

/** Judges in a thread of its own, so that a long password does not slow the sale. */
export function judgingThread(): JudgePassword {
  return sideThread(new URL('./judging-thread.ts', import.meta.url))
}

/** The parts of addresses and names, as words that a password may not be made of alone. */
export function wordsOf(...texts: readonly string[]): readonly string[] {
  return ['holdfast', ...texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])].filter(Boolean)
}
