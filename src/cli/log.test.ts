import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from './log.ts'
import { logDestination } from './readable-log.ts'
import { sinkOver } from './terminal.ts'

function logged(facts: object): { readonly text: string; readonly entry: Record<string, unknown> } {
  const lines: string[] = []
  createLog('debug', { write: (line) => void lines.push(line) }).info(facts, 'told')
  const text = lines.join('')
  return { text, entry: JSON.parse(text) }
}

const canary = 'Canary-McSecret'

test('I17: no member that may hold personal data or a secret reaches the log, however deep', () => {
  const private_ = {
    passenger_name: canary,
    passengerName: canary,
    contact: { email: canary, phone: canary },
    passengers: [{ name: canary, age: 33 }],
    headers: { authorization: canary, cookie: canary, 'Set-Cookie': canary },
    cookie: canary,
    setCookie: canary,
    holdToken: canary,
    'Idempotency-Key': canary,
  }
  const nested = {
    request: { deep: { ...private_ }, list: [private_] },
    err: Object.assign(new Error('x'), {}),
  }
  for (const facts of [private_, nested, { cause: new Error('x', { cause: private_ }) }]) {
    const { text } = logged(facts)
    assert.ok(!text.includes(canary), text)
    assert.match(text, /redacted/)
  }
})

test('I17: and a member that is not on the list does reach it, or the test above proves nothing', () => {
  assert.ok(logged({ station_code: canary }).text.includes(canary))
})

test('O8: a log entry is one JSON object with level, time and facts; an error has type, message and stack', () => {
  const { entry } = logged({ trainRunId: 7, err: new TypeError('broken') })
  assert.equal(entry.level, 'info')
  assert.equal(entry.msg, 'told')
  assert.equal(entry.trainRunId, 7)
  assert.match(String(entry.time), /^\d{4}-\d\d-\d\dT.*Z$/)
  const err = entry.err as Record<string, unknown>
  assert.deepEqual([err.type, err.message], ['TypeError', 'broken'])
  assert.match(String(err.stack), /log\.test\.ts/)
})

test('O8: an object that refers to itself does not hang the log', () => {
  const loop: Record<string, unknown> = { id: 1 }
  loop.self = loop
  assert.match(logged(loop).text, /\[deep\]/)
})

test('O8: at a terminal the log reads well, elsewhere it is JSON', () => {
  for (const isTTY of [true, false]) {
    const texts: string[] = []
    const log = createLog('debug', logDestination(sinkOver({ isTTY, write: (text) => texts.push(text) })))
    log.info({ reason: 'SIGTERM', count: 2 }, 'stopping')
    log.error({}, 'broken')
    const [first = '', second = ''] = texts.join('').split(/(?<=\n)/)
    if (isTTY) {
      assert.match(first, /^\d\d:\d\d:\d\d stopping reason=SIGTERM count=2\n$/)
      assert.match(second, /error broken/)
    } else assert.equal(JSON.parse(first).msg, 'stopping')
  }
})
