import assert from 'node:assert/strict'
import { test } from 'node:test'
import { after, dayMs, type Instant } from '../domain/instant.ts'
import { rotate, soleKey } from '../domain/people/keyring.ts'
import { blockNames } from './block-names.ts'

const secret = Buffer.alloc(32, 1).toString('base64url')
const other = Buffer.alloc(32, 2).toString('base64url')
const noon = (Date.UTC(2026, 5, 10) + dayMs / 2) as Instant
const net = '192.0.2.0/24'

test('Z7: a name is 48 bits, another one for each block, day and secret, and the same on every node', () => {
  const names = [
    blockNames(soleKey(secret), net, noon)[0],
    blockNames(soleKey(secret), '192.0.3.0/24', noon)[0],
    blockNames(soleKey(secret), net, after(noon, dayMs))[0],
    blockNames(soleKey(other), net, noon)[0],
  ]
  assert.equal(new Set(names).size, names.length)
  for (const name of names) assert.ok(Number.isInteger(name) && name >= 0 && name < 2 ** 48, `${name}`)
  assert.deepEqual(blockNames(soleKey(secret), net, noon), blockNames(soleKey(secret), net, noon))
})

test('Z8: the name of the day before is among those of today, whichever was asked for first', () => {
  const keyring = soleKey(secret)
  const before = blockNames(keyring, net, noon)[0]
  const today = blockNames(keyring, net, after(noon, dayMs))
  assert.ok(today.includes(before))
  assert.ok(!blockNames(keyring, net, after(noon, 2 * dayMs)).includes(before))
  assert.equal(blockNames(keyring, net, noon)[0], before)
})

test('Z8: a rotation of the secrets gives new names, and the earlier ones are still known', () => {
  const keyring = soleKey(secret)
  const before = blockNames(keyring, net, noon)[0]
  const rotated = rotate(keyring, other, {
    now: noon,
    signsFrom: after(noon, 60_000),
    readUntil: after(noon, dayMs),
  })
  assert.equal(blockNames(rotated, net, noon)[0], before, 'until the new secret signs')
  const names = blockNames([...rotated], net, after(noon, 60_000))
  assert.notEqual(names[0], before)
  assert.ok(names.includes(before))
})
