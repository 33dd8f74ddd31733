import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { makeUnread } from './unread.ts'

class Reader extends EventEmitter {
  writableLength = 0
  isCutOff = false
  destroy() {
    this.isCutOff = true
    this.writableLength = 0
    this.emit('close')
    return this as never
  }
}

/** Three clients for whom these many bytes wait. */
function makeReaders(...waiting: readonly number[]) {
  const unread = makeUnread({ bytes: 1_000, forMs: 60_000 })
  const readers = waiting.map((bytes) => Object.assign(new Reader(), { writableLength: bytes }))
  for (const reader of readers) unread.watch(reader)
  return { unread, readers, cutOff: () => readers.map(({ isCutOff }) => isCutOff) }
}

test('L26: who leaves an answer unread for two minutes is cut off, and who reads on is not', () => {
  const { unread, readers, cutOff } = makeReaders(10, 10, 0)
  const [, second] = readers
  assert.ok(second)
  unread.look(0)
  second.writableLength = 0
  unread.look(30_000)
  second.writableLength = 10
  unread.look(59_999)
  assert.deepEqual(cutOff(), [false, false, false])
  unread.look(60_000)
  assert.deepEqual(cutOff(), [true, false, false])
  unread.look(119_999)
  assert.deepEqual(cutOff(), [true, true, false])
})

test('L26: where too much waits in all, those are cut off for whom it has waited longest', () => {
  const { unread, readers, cutOff } = makeReaders(0, 600, 400)
  const [late, ...early] = readers
  assert.ok(late)
  unread.look(0)
  late.writableLength = 500
  unread.look(250)
  assert.deepEqual(cutOff(), [false, true, false])
  unread.look(500)
  assert.deepEqual(cutOff(), [false, true, false], 'and no more of them than it takes')
  assert.equal(early.length, 2)
})
