import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { hashBeside, hashingThread } from './hashing.ts'
import { PasswordEntry } from './password-entry.ts'
import { makePasswords } from './passwords.ts'

const cheap = { memory: 8, passes: 1, parallelism: 1 }
const randomBytes = (count: number) => new Uint8Array(count)

test('L48: the thread hashes as argon2id does, however many ask at once', async () => {
  const hash = hashingThread()
  const parametersOf = (password: string) => ({
    ...cheap,
    message: password,
    nonce: 'n'.repeat(16),
    tagLength: 32,
  })
  const passwords = Array.from({ length: 20 }, (_, index) => `password ${index}`)
  const hashes = await Promise.all(passwords.map((password) => hash(parametersOf(password))))
  for (const [index, found] of hashes.entries())
    assert.deepEqual(Buffer.from(found), await hashBeside(parametersOf(passwords[index] ?? '')))
})

const skip = process.platform === 'linux' ? false : 'only Linux has priorities of threads'

test('L48: the thread gives way to every other of the process', { skip }, async () => {
  const own = priorities()
  await hashingThread()({ ...cheap, message: 'password', nonce: 'n'.repeat(16), tagLength: 32 })
  assert.ok(priorities().length > own.length)
  assert.equal(Math.max(...priorities()), 19)
  assert.equal(priorities()[0], own[0], 'the thread that sells keeps its priority')
})

test('L48: who enters a password while too many wait is refused before anybody is looked up', async () => {
  const open = Promise.withResolvers<Uint8Array>()
  const passwords = makePasswords(randomBytes, cheap, () => open.promise)
  const entry = new PasswordEntry({ passwords, monotonicMs: () => 0 })
  let looks = 0
  const tryOne = (index: number) =>
    entry.verify({ email: `a${index}@example.org`, password: 'x', address: index }, async () => {
      looks++
      return undefined
    })
  const waiting = Array.from({ length: 65 }, (_, index) => tryOne(index))
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(looks, 65)
  const late = await tryOne(65)
  assert.deepEqual([late.ok, !late.ok && late.refusal.code, looks], [false, 'overloaded', 65])
  open.resolve(new Uint8Array(32))
  const answers = await Promise.all(waiting)
  assert.ok(answers.every((answer) => !answer.ok && answer.refusal.code === 'sign_in_refused'))
})

/** The priority of each thread of this process, the first thread first: `nice` in proc(5). */
function priorities(): readonly number[] {
  return readdirSync('/proc/self/task').map((task) => {
    const stat = readFileSync(`/proc/self/task/${task}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
  })
}
