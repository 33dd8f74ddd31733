import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mostSavedPassengers } from '../domain/people/saved-passengers.ts'
import { actsRunId } from '../domain/records/acts-run.ts'
import { isSealed } from '../domain/records/sealed.ts'
import { accountToken, password } from './account.fixture.ts'
import { openWorld, type World } from './world.fixture.ts'

const email = 'ada@example.org'
const path = '/api/account/passengers'
const ada = { passenger_name: 'Ada Lindqvist', birth_year: 1990, passenger_gender: 'F' }
const bo = {
  ...{ passenger_name: 'Bo', birth_year: 2018, passenger_gender: 'X' },
  preferences: { position: 'window', table: true, facing: 'forward', step_free: true },
}
const shown = (one: object) => ({ preferences: {}, ...one })

const open = () => openWorld({ limits: false })
const save = (world: World, token: string, ...passengers: readonly object[]) =>
  world.call('POST', path, { token, body: { passengers } })
const list = async (world: World, token: string) =>
  (await world.call('GET', path, { token })).body.passengers as readonly unknown[]

async function stored({ store }: World) {
  const { account } = await store.readPeople({ since: 0 })
  const [row] = account
  assert.ok(row)
  return { ...row, key: row.keyId === null ? undefined : await store.findPersonalKey(actsRunId, row.keyId) }
}

test('R80: an account keeps its passengers, in their order, with what they like to sit on, on every device', async () => {
  const world = await open()
  const token = await accountToken(world, email)
  assert.deepEqual(await list(world, token), [])
  const saved = await save(world, token, ada, bo)
  assert.equal(saved.status, 200, saved.text)
  assert.deepEqual(saved.body.passengers, [shown(ada), bo])
  const there = await accountToken(world, email)
  assert.deepEqual(await list(world, there), [shown(ada), bo])
  await save(world, there, bo)
  assert.deepEqual(await list(world, token), [bo])
  const other = await accountToken(world, 'eve@example.org')
  assert.deepEqual(await list(world, other), [])
  await world.app.close()
})

test('R80: at most 20 are kept, and what could not be booked is named', async () => {
  const world = await open()
  const token = await accountToken(world, email)
  const many = Array.from({ length: mostSavedPassengers }, () => ada)
  assert.equal((await save(world, token, ...many)).status, 200)
  for (const wrong of [
    [...many, bo],
    [{ ...ada, birth_year: 1899 }],
    [{ ...ada, passenger_name: '' }],
    [{ ...ada, passenger_gender: 'Q' }],
    [{ ...ada, preferences: { position: 'roof' } }],
  ])
    assert.equal((await save(world, token, ...wrong)).body.code, 'malformed_request')
  assert.equal((await list(world, token)).length, mostSavedPassengers)
  await world.app.close()
})

test('R81, Y6: they are sealed under a key of the account, which deleting the account destroys', async () => {
  const world = await open()
  const token = await accountToken(world, email)
  await save(world, token, ada)
  const first = await stored(world)
  assert.ok(first.key)
  assert.ok(isSealed(first.passengers))
  await save(world, token, bo)
  assert.equal((await stored(world)).key, first.key)
  const deleted = await world.call('POST', '/api/account/deletions', { token, body: { password } })
  assert.equal(deleted.status, 204, deleted.text)
  const { passengers, keyId } = await stored(world)
  assert.deepEqual([passengers, keyId], ['[]', null])
  assert.ok(first.keyId)
  assert.equal(await world.store.findPersonalKey(actsRunId, first.keyId), undefined)
  await world.app.close()
})

test('R81: of lists that are saved at once each is whole, one stays, and the account has one key', async () => {
  const world = await open()
  const token = await accountToken(world, email)
  const names = Array.from({ length: 12 }, (_, index) => ({ ...ada, passenger_name: `Ada ${index}` }))
  const answers = await Promise.all(names.map((one) => save(world, token, one, bo)))
  assert.deepEqual(
    answers.map(({ status }) => status),
    names.map(() => 200),
  )
  const [one, two, ...others] = await list(world, token)
  assert.ok(names.some((name) => name.passenger_name === (one as typeof ada).passenger_name))
  assert.deepEqual([two, others], [bo, []])
  await world.app.close()
})

test('R81: without its key, as after a restore without the file of keys, nobody is saved, and saving works', async () => {
  const world = await open()
  const token = await accountToken(world, email)
  await save(world, token, ada)
  const { keyId } = await stored(world)
  assert.ok(keyId)
  await world.store.decide({ trainRunId: actsRunId }, () => ({
    reply: { ok: true, value: null },
    changes: [{ kind: 'personal_key_removed', paymentId: keyId }],
  }))
  assert.deepEqual(await list(world, token), [])
  await save(world, token, bo)
  assert.deepEqual(await list(world, token), [bo])
  await world.app.close()
})
