import { WrongUse } from './failures.ts'

const words: Readonly<Record<string, readonly [member: string, value: string | boolean]>> = {
  window: ['position', 'window'],
  aisle: ['position', 'aisle'],
  table: ['table', true],
  quiet: ['quiet', true],
  upper: ['berth', 'upper'],
  middle: ['berth', 'middle'],
  lower: ['berth', 'lower'],
  forward: ['facing', 'forward'],
  'step-free': ['step_free', true],
  family: ['family', true],
  companion: ['companion', true],
}

/** Wishes as a user types them, `window,quiet,coach=4`, in the form of the API. */
export function parsePreferences(text: string): Readonly<Record<string, string | boolean>> {
  const preferences: Record<string, string | boolean> = {}
  for (const word of text.split(',').map((part) => part.trim())) {
    const coach = /^coach=(.+)$/.exec(word)?.[1]
    const wish = Object.hasOwn(words, word) ? words[word] : undefined
    const [member, value] = coach === undefined ? (wish ?? []) : (['coach', coach] as const)
    if (member === undefined || value === undefined) {
      throw new WrongUse(
        `--prefer has ${JSON.stringify(word)}; it may have ` +
          `${Object.keys(words).join(', ')} and coach=NUMBER.`,
      )
    }
    if (member in preferences)
      throw new WrongUse(`--prefer is ${JSON.stringify(text)}, which asks for two things at once.`)
    preferences[member] = value
  }
  return preferences
}
