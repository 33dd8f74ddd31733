import assert from 'node:assert/strict'
import type { Right } from '../domain/people/rights.ts'
import { actedByNobody } from '../domain/records/audit.ts'
import type { World } from './world.fixture.ts'

/** The token of a new key with these rights. */
export async function keyWith(world: World, rights: readonly Right[]): Promise<string> {
  const wanted = { name: rights.join(' '), rights, networks: [], requestsPerSecond: 1_000, expiresAt: null }
  const machine = { by: { ...actedByNobody, reason: 'on_the_machine' }, given: null } as const
  const made = await world.deps.keys.add(wanted, machine)
  assert.ok(made.ok)
  return made.value.token
}
