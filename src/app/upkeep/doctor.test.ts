import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant } from '../../domain/instant.ts'
import type { DatabaseCheck, Inspector } from '../../store/inspector.ts'
import { examine, type Patient } from './doctor.ts'

const sound: Omit<Inspector, 'checks'> = {
  waitingRuns: async () => [],
  pastImports: async () => [],
  importReport: async () => undefined,
  runIds: () => [],
  auditChains: () => [],
  auditHash: () => '',
  claims: () => assert.fail('there is no run'),
  payments: () => [],
  ledger: async () => ({ closings: [], lines: async () => [] }),
  sealedBy: async () => 0,
  findPayment: () => undefined,
  close: () => {},
}

/** A check that finds the given numbers of wrong rows, one for each run of it. */
function check(name: string, wrongByRun: readonly number[], needsServer = false): DatabaseCheck {
  let runs = 0
  return {
    name,
    rule: 'I1',
    about: 'It is so.',
    advice: 'Do this.',
    needsServer,
    run() {
      const wrong = wrongByRun[Math.min(runs++, wrongByRun.length - 1)] ?? 0
      return { checked: 10, wrong, examples: Array.from({ length: wrong }, (_, index) => `row ${index}`) }
    },
  }
}

async function examined(checks: readonly DatabaseCheck[], patient: Partial<Patient> = {}) {
  const waited: number[] = []
  const report = await examine(
    {
      inspector: { ...sound, checks },
      comparePictures: async () => ({ runs: 0, unsettled: 0, wrong: [] }),
      gateway: { name: 'mock', list: async () => ({ payments: [], next: null }), find: async () => null },
      listSetbacks: async () => [],
      isServed: true,
      pause: async (milliseconds) => void waited.push(milliseconds),
      ...patient,
    },
    () => {},
  )
  return { ...report, waited, of: (name: string) => report.findings.find((finding) => finding.name === name) }
}

test('O9: a failed check gives its numbers, a few examples and what to do; all other checks run all the same', async () => {
  const report = await examined([check('first', [7]), check('second', [0])])
  assert.equal(report.ok, false)
  assert.deepEqual(report.of('first'), {
    name: 'first',
    rule: 'I1',
    status: 'failed',
    about: 'It is so.',
    checked: 10,
    wrong: 7,
    examples: ['row 0', 'row 1', 'row 2', 'row 3', 'row 4'],
    advice: 'Do this.',
  })
  assert.deepEqual([report.of('second')?.status, report.of('second')?.advice], ['ok', null])
  assert.equal(report.of('audit_chains')?.status, 'ok')
})

test('O9: the doctor waits for what a running server corrects, and the check fails if the server does not', async () => {
  const late = await examined([check('late', [2, 1, 0], true)])
  assert.deepEqual([late.ok, late.waited], [true, [200, 500]])
  const stuck = await examined([check('stuck', [1], true)])
  assert.deepEqual([stuck.ok, stuck.waited.length], [false, 4])
})

test('O9: if no server runs, work that only waits for one is not a failure', async () => {
  const report = await examined([check('late', [2], true)], { isServed: false })
  assert.deepEqual([report.ok, report.of('late')?.status, report.waited], [true, 'skipped', []])
  assert.match(report.of('late')?.advice ?? '', /Start the server/)
})

test('O9: a payment service that does not answer is reported, and is not our failure', async () => {
  const silent = {
    name: 'mock',
    list: async () => {
      throw new Error('connection refused')
    },
    find: async () => null,
  }
  const report = await examined([], { gateway: silent })
  assert.equal(report.ok, true)
  assert.match(report.of('provider_ledger')?.examples[0] ?? '', /connection refused/)
})

test('O9: a picture that differs from the database fails', async () => {
  const wrong = [
    {
      trainRunId: 3 as never,
      detail: 'seat 1-1 has 1 claims in memory and 0 different ones in the database',
    },
  ]
  const report = await examined([], { comparePictures: async () => ({ runs: 1, unsettled: 0, wrong }) })
  assert.equal(report.ok, false)
  assert.match(report.of('pictures')?.examples[0] ?? '', /^run 3: seat 1-1/)
})

test('P19: the doctor names what the server has put aside, with how often and why it failed', async () => {
  const setback = { kind: 'attempt', what: 'hf-1-5', tryCount: 7, nextAt: 0 as Instant } as const
  const fault = 'RangeError: a text with a NUL character cannot be stored'
  const report = await examined([], { listSetbacks: async () => [{ ...setback, fault }] })
  assert.equal(report.ok, false)
  const finding = report.of('nothing_is_put_aside')
  assert.deepEqual(finding?.examples, [`attempt hf-1-5 failed 7 times: ${fault}`])
  assert.match(finding?.advice ?? '', /retries these/)
})
