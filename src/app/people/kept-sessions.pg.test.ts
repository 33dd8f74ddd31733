import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { until } from '../../../test/harness/wait.ts'
import type { AccountId, SessionId, UserId } from '../../domain/ids.ts'
import { after as later } from '../../domain/instant.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { Change } from '../../domain/records/changes.ts'
import type { Account, Session } from '../../domain/records/people.ts'
import { accept } from '../../domain/result.ts'
import { openTwoNodes } from '../../store/postgres/nodes.fixture.ts'
import { startServer } from '../../store/postgres/server.fixture.ts'
import type { Store } from '../../store/store.ts'
import { KeptSessions } from './kept-sessions.ts'

const server = await startServer()
after(() => server.close())

const hourMs = 3_600_000

/** A session that began at the first node, and what the second one keeps of it. */
async function signedIn(t: TestContext, { isDeaf = false } = {}) {
  const { first, second } = await openTwoNodes(server, t)
  const now = first.now()
  const account: Account = {
    ...{ id: 1 as AccountId, userId: 2 as UserId, guestIds: [], email: 'a@b.c', emailFolded: 'a@b.c' },
    ...{ passwordHash: 'hash', language: 'en', passengers: '[]', createdAt: now, passwordAt: now },
    ...{ deletedAt: null, keyId: null, passkeys: [], usedChallenges: [] },
  }
  const session: Session = {
    ...{
      id: 3 as SessionId,
      tokenHash: 'token',
      userId: account.userId,
      staffId: null,
      accountId: account.id,
    },
    ...{ createdAt: now, lastUsedAt: now, idleMs: hourMs, expiresAt: later(now, hourMs), endedAt: null },
  }
  const write = (...changes: readonly Change[]) =>
    first.decide({ trainRunId: actsRunId }, () => ({ reply: accept(null), changes }))
  await write(
    { kind: 'person_added', of: 'account', row: account },
    { kind: 'person_added', of: 'session', row: session },
  )
  let lookUps = 0
  let elapsedMs = 0
  const store: Pick<Store, 'isShared' | 'readPeople' | 'decide' | 'watch'> = {
    isShared: second.isShared,
    readPeople: (scope) => {
      lookUps++
      return second.readPeople(scope)
    },
    decide: (scope, rule) => second.decide(scope, rule),
    // News of other nodes can be lost, as with their connection.
    watch: (run, listener) => (isDeaf ? () => {} : second.watch(run, listener)),
  }
  const kept = new KeptSessions({
    store,
    monotonicMs: () => elapsedMs,
    onFault: (fault) => assert.fail(String(fault)),
  })
  t.after(() => kept.close())
  return {
    isLive: async () => typeof (await kept.find('token', second.now())) !== 'string',
    isAtOnce: () => !(kept.find('token', second.now()) instanceof Promise),
    pass: (ms: number) => {
      elapsedMs += ms
    },
    lookUps: () => lookUps,
    end: () => write({ kind: 'person_changed', of: 'session', row: { ...session, endedAt: first.now() } }),
  }
}

test('R31: a session that ends at one node ends at the other one with the news, and a request looks nothing up', async (t) => {
  const { isLive, isAtOnce, lookUps, end } = await signedIn(t)
  assert.ok(await isLive())
  const before = lookUps()
  for (let request = 0; request < 10_000; request++) assert.ok(isAtOnce())
  assert.equal(lookUps(), before)
  await end()
  // No time passes for the other node: only the news can have told it.
  await until('a session that the other node refuses', async () => !(await isLive()) || undefined)
})

test('R31: a node that hears no news refuses an ended session five seconds after it last looked', async (t) => {
  const { isLive, pass, end } = await signedIn(t, { isDeaf: true })
  assert.ok(await isLive())
  await end()
  assert.ok(await isLive(), 'without news and before its time, it cannot know')
  pass(5_001)
  assert.equal(await isLive(), false)
})
