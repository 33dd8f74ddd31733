import type { PaymentGateway } from '../payments/gateway.ts'
import type { DatabaseCheck, Inspector } from '../store/inspector.ts'
import { compareLedger } from './compare-ledger.ts'
import type { PictureFindings } from './compare-pictures.ts'
import { verifyAudit } from './verify-audit.ts'

export type { Inspector }

/** What the doctor says of one thing that must be true. */
export interface Finding {
  readonly name: string
  /** The number of the rule in SPEC.md. */
  readonly rule: string
  readonly status: 'ok' | 'failed' | 'skipped'
  /** What must be true. */
  readonly about: string
  readonly checked: number
  readonly wrong: number
  /** The first few that are wrong, or why the check was skipped. */
  readonly examples: readonly string[]
  /** What to do; null where nothing is to be done. */
  readonly advice: string | null
}

export interface DoctorReport {
  readonly ok: boolean
  readonly findings: readonly Finding[]
}

/** What is examined. Pictures are with the process that owns the database; the provider is null where nothing says which it is. */
export interface Patient {
  readonly inspector: Inspector
  readonly comparePictures: (onProgress: OnProgress) => Promise<PictureFindings>
  readonly gateway: Pick<PaymentGateway, 'list' | 'find'> | null
  /** Whether a server runs, which puts right by itself what is only late. */
  readonly isServed: boolean
  readonly pause: (milliseconds: number) => Promise<void>
}

/** While one of these does not hold, the rest of the database tells nothing. */
const foundations: ReadonlySet<string> = new Set(['file_is_sound', 'tables_are_readable'])

type OnProgress = (done: number, total: number) => void

const examplesShown = 5
/** How long a server may take to catch up with what is late. */
const pausesForServerMs = [200, 500, 1_000, 3_000] as const

/** Checks every invariant over the whole database. Everything is looked at, also after a failure. */
export async function examine(
  patient: Patient,
  onProgress: (about: string, done: number, total: number) => void,
): Promise<DoctorReport> {
  const findings: Finding[] = []
  const told =
    (about: string): OnProgress =>
    (done, total) =>
      onProgress(about, done, total)
  const { checks } = patient.inspector
  for (const [index, check] of checks.entries()) {
    onProgress('Checking', index, checks.length)
    findings.push(await runCheck(check, patient))
  }
  // What a damaged file says of its rows is not worth comparing.
  if (findings.every(({ name, status }) => !foundations.has(name) || status === 'ok')) {
    findings.push(await auditFinding(patient.inspector, told('Audit')))
    findings.push(pictureFinding(await patient.comparePictures(told('Pictures'))))
    findings.push(await ledgerFinding(patient, told('Ledger')))
  }
  return { ok: findings.every((finding) => finding.status !== 'failed'), findings }
}

async function runCheck(check: DatabaseCheck, { isServed, pause }: Patient): Promise<Finding> {
  let outcome = await check.run()
  if (check.needsServer && !isServed && outcome.wrong > 0) {
    return skip(
      check,
      `${outcome.wrong} of ${outcome.checked} wait for a server`,
      'Start the server: it resolves these by itself.',
    )
  }
  for (const milliseconds of check.needsServer ? pausesForServerMs : []) {
    if (outcome.wrong === 0) break
    await pause(milliseconds)
    outcome = await check.run()
  }
  return finding(check, outcome.checked, outcome.wrong, outcome.examples)
}

async function auditFinding(inspector: Inspector, onProgress: OnProgress): Promise<Finding> {
  const report = await verifyAudit(inspector, onProgress)
  return finding(
    {
      name: 'audit_chains',
      rule: 'I14',
      about: 'Every audit chain is whole.',
      advice:
        'Somebody wrote to the database past Holdfast. Keep this file, and compare with the last good backup.',
    },
    report.entries,
    report.broken.length,
    report.broken.map((broken) => broken.detail),
  )
}

function pictureFinding(found: PictureFindings): Finding {
  return finding(
    {
      name: 'pictures',
      rule: 'E9',
      about: 'What the engine has in memory is what the database has.',
      advice: 'Start the server again: it reads everything from the database. Then report this as a bug.',
    },
    found.runs,
    found.wrong.length,
    found.wrong.map(({ trainRunId, detail }) => `run ${trainRunId}: ${detail}`),
  )
}

async function ledgerFinding({ inspector, gateway }: Patient, onProgress: OnProgress): Promise<Finding> {
  const check = {
    name: 'provider_ledger',
    rule: 'I7',
    about: 'The ledger of the payment provider equals ours to the cent.',
    advice:
      'Leave the server running for a minute, so that it reconciles, and look again; then ask the provider.',
  }
  const skipped = (why: string): Finding =>
    skip(check, why, 'Make the payment service reachable and look again.')
  if (!gateway) return skipped('no payment service is known here: set PAYMENTS_URL to that of the nodes')
  try {
    const found = await compareLedger(inspector, gateway, onProgress)
    return finding(
      check,
      found.payments,
      found.wrong.length,
      found.wrong.map(({ key, detail }) => `payment ${key}: ${detail}`),
    )
  } catch (error) {
    return skipped(`the payment service does not answer: ${error instanceof Error ? error.message : error}`)
  }
}

type About = Omit<DatabaseCheck, 'run' | 'needsServer'>

function skip(check: About, why: string, advice: string): Finding {
  return { ...finding(check, 0, 0, [why]), status: 'skipped', advice }
}

function finding(check: About, checked: number, wrong: number, examples: readonly string[]): Finding {
  const { name, rule, about, advice } = check
  return {
    name,
    rule,
    status: wrong === 0 ? 'ok' : 'failed',
    about,
    checked,
    wrong,
    examples: examples.slice(0, examplesShown),
    advice: wrong === 0 ? null : advice,
  }
}
