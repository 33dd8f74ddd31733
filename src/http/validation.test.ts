import assert from 'node:assert/strict'
import test from 'node:test'
import { Type } from 'typebox'
import { BookingRequest } from './schemas/bookings.ts'
import { longestList } from './schemas/common.ts'
import { HoldRequest } from './schemas/holds.ts'
import { compileCheck, RequestMalformed } from './validation.ts'

const ride = { train_run_id: '1', from_station_code: 'A', to_station_code: 'B' }
const payment = { method: 'mock', token: 'tok_ok' }

/** A list that counts how often its items are read. */
function counted(items: readonly unknown[]) {
  let looks = 0
  const list = new Proxy([...items], {
    get(target, name, receiver) {
      if (typeof name === 'string' && /^\d+$/.test(name)) looks++
      return Reflect.get(target, name, receiver)
    },
  })
  return { list, looks: () => looks }
}

const requests = [
  {
    name: '/seat_numbers',
    check: compileCheck(HoldRequest, 'body'),
    body: (list: unknown) => ({ ...ride, seat_numbers: list }),
  },
  {
    name: '/passengers',
    check: compileCheck(BookingRequest, 'body'),
    body: (list: unknown) => ({ hold_token: 'h', payment, passengers: list }),
  },
]

function errorsOf(checked: { value: unknown } | { error: Error }) {
  assert.ok('error' in checked && checked.error instanceof RequestMalformed)
  return checked.error.errors
}

test('W40: a list that is too long is refused by its length, and none of its items is read', () => {
  for (const { name, check, body } of requests)
    for (const item of [1, '4-1', {}]) {
      const { list, looks } = counted(Array(longestList + 1).fill(item))
      const detail = `must not have more than ${longestList} items`
      assert.deepEqual(errorsOf(check(body(list))), [{ pointer: name, detail }])
      assert.equal(looks(), 0)
    }
})

test('W40: a check reports the first 20 mistakes, and reads nothing after them', () => {
  for (const { name, check, body } of requests) {
    const { list, looks } = counted(Array(longestList).fill(1))
    const errors = errorsOf(check(body(list)))
    assert.deepEqual(
      errors.map(({ pointer }) => pointer),
      Array.from({ length: 20 }, (_, index) => `${name}/${index}`),
    )
    assert.ok(looks() < 30, `${looks()} looks`)
  }
})

test('W40: a server does not start with a schema whose list has no maximum length', () => {
  assert.throws(
    () => compileCheck(Type.Object({ list: Type.Array(Type.String()) }), 'body'),
    /how many items/,
  )
})
