import { tokensEqual } from '../tokens.ts'
import { type JudgePassword, judgeHere } from './guessable.ts'
import { type HashPassword, hashBeside } from './hashing.ts'

/** How a password is hashed; stored beside each hash, so that it can grow. Memory in KiB. */
interface Cost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes and one lane. */
export const usualCost: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const hashLength = 32
const saltLength = 16
/** Hashing is costly by design; more at a time would only take the memory and the cores of the sale. */
const mostAtOnce = 1
const mostWaiting = 64

/** Too many passwords wait to be compared; the caller tries again in a moment. */
export class PasswordsBusy extends Error {
  override readonly name = 'PasswordsBusy'
}

/** Hashes passwords and compares them, off the event loop and one at a time. */
export interface Passwords {
  /** The text to store. Throws `PasswordsBusy`. */
  hash(password: string): Promise<string>
  /** Whether a new password is among the first that anybody would try. Throws `PasswordsBusy`. */
  isGuessable: JudgePassword
  /**
   * Whether a stored text is of this password. Without one, it takes as long and is never true: nobody can
   * tell from the time whether there is an account. Throws `PasswordsBusy`.
   */
  verify(stored: string | undefined, password: string): Promise<boolean>
  /** Whether another password would be refused now. */
  isBusy(): boolean
  /** Whether a stored text was made at another cost than today's. */
  isOld(stored: string): boolean
}

export function makePasswords(
  randomBytes: (count: number) => Uint8Array,
  cost: Cost = usualCost,
  hashWith: HashPassword = hashBeside,
  judge: JudgePassword = judgeHere,
): Passwords {
  const inTurn = bounded()
  const derive = (password: string, salt: Uint8Array, { memory, passes, parallelism }: Cost) =>
    inTurn.run(() =>
      hashWith({ message: password, nonce: salt, tagLength: hashLength, memory, passes, parallelism }),
    )
  const nobodys = stored(cost, new Uint8Array(saltLength), new Uint8Array(hashLength))
  return {
    async hash(password) {
      const salt = randomBytes(saltLength)
      return stored(cost, salt, await derive(password, salt, cost))
    },
    async verify(text = nobodys, password) {
      const parsed = parse(text)
      if (!parsed) return false
      const found = await derive(password, parsed.salt, parsed.cost)
      return tokensEqual(base64(found), parsed.hash) && text !== nobodys
    },
    isGuessable: (asked) => inTurn.run(() => judge(asked)),
    isBusy: inTurn.isFull,
    isOld: (text) => !text.startsWith(prefixOf(cost)),
  }
}

/** The PHC string format, which password hashes are kept in everywhere. */
function stored(cost: Cost, salt: Uint8Array, hash: Uint8Array): string {
  return `${prefixOf(cost)}${base64(salt)}$${base64(hash)}`
}

function prefixOf({ memory, passes, parallelism }: Cost): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$`
}

const form = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

function parse(text: string) {
  const [, memory, passes, parallelism, salt = '', hash = ''] = form.exec(text) ?? []
  if (memory === undefined) return undefined
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  return { cost, salt: Buffer.from(salt, 'base64'), hash }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}

/** Runs so many pieces of work at a time, in the order in which they came. */
function bounded() {
  let running = 0
  const waiting: (() => void)[] = []
  return {
    isFull: () => waiting.length >= mostWaiting,
    async run<T>(work: () => Promise<T>): Promise<T> {
      if (running >= mostAtOnce) {
        if (waiting.length >= mostWaiting) throw new PasswordsBusy('too many passwords wait to be compared')
        await new Promise<void>((resolve) => waiting.push(resolve))
      } else running++
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running--
      }
    },
  }
}
