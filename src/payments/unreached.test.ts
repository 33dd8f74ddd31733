import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUnreached } from './unreached.ts'

const fault = (code: string, syscall?: string) =>
  Object.assign(new Error(code), syscall === undefined ? { code } : { code, syscall })

test('P22: only a fault before any connection proves that nothing was sent', () => {
  const cases: readonly (readonly [Error, boolean])[] = [
    [fault('ECONNREFUSED', 'connect'), true],
    [fault('EHOSTUNREACH', 'connect'), true],
    [fault('ENOTFOUND', 'getaddrinfo'), true],
    [fault('EAI_AGAIN', 'getaddrinfo'), true],
    [new AggregateError([fault('ECONNREFUSED', 'connect'), fault('ECONNREFUSED', 'connect')]), true],
    // A timeout, a broken connection, a route lost on the way, an address whose try did not finish.
    [fault('ETIMEDOUT', 'connect'), false],
    [fault('UND_ERR_CONNECT_TIMEOUT'), false],
    [fault('UND_ERR_SOCKET'), false],
    [fault('ECONNRESET', 'read'), false],
    [fault('EHOSTUNREACH', 'read'), false],
    [fault('EPIPE', 'write'), false],
    [new AggregateError([fault('ECONNREFUSED', 'connect'), fault('ETIMEDOUT', 'connect')]), false],
    [new AggregateError([]), false],
    [new Error('no code'), false],
  ]
  for (const [one, expected] of cases) assert.equal(isUnreached(one), expected, one.message)
})
