import type { Setback } from '../../domain/setbacks.ts'
import type { PaymentGateway } from '../../payments/gateway.ts'
import type { DatabaseCheck, Inspector } from '../../store/inspector.ts'
import { checkBooks } from './check-books.ts'
import { compareLedger } from './compare-ledger.ts'
import type { PictureFindings } from './compare-pictures.ts'
import { verifyAudit } from './verify-audit.ts'

export type { Inspector }

/** The doctor's verdict on one thing that must be true. */
export interface Finding {
  readonly name: string
  /** The number of the rule in SPEC.md. */
  readonly rule: string
  readonly status: 'ok' | 'failed' | 'skipped'
  /** What must be true. */
  readonly about: string
  readonly checked: number
  readonly wrong: number
  /** The first few wrong rows, or why the check was skipped. */
  readonly examples: readonly string[]
  /** What to do; null if nothing needs to be done. */
  readonly advice: string | null
}

export interface DoctorReport {
  readonly ok: boolean
  readonly findings: readonly Finding[]
}

/**
 * The subjects of the examination. Pictures belong to the process that owns the database; the provider is
 * null if it is not known.
 */
export interface Patient {
  readonly inspector: Inspector
  readonly comparePictures: (onProgress: OnProgress) => Promise<PictureFindings>
  readonly gateway: Pick<PaymentGateway, 'name' | 'list' | 'find'> | null
  /**
   * What the server has put aside; of several nodes on a shared database, only the one with this data folder.
   */
  readonly listSetbacks: () => Promise<readonly Setback[]>
  /** Whether a server runs, which automatically corrects what is only late. */
  readonly isServed: boolean
  readonly pause: (milliseconds: number) => Promise<void>
}

/** If one of these fails, checks of the rest of the database mean nothing. */
const foundations: ReadonlySet<string> = new Set(['file_is_sound', 'tables_are_readable'])

type OnProgress = (done: number, total: number) => void

const examplesShown = 5
/** How long a server may take to catch up on late work. */
const pausesForServerMs = [200, 500, 1_000, 3_000] as const

/** Checks every invariant over the whole database. Every check runs, even after a failure. */
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
  // The rows of a damaged file are not worth comparing.
  if (findings.every(({ name, status }) => !foundations.has(name) || status === 'ok')) {
    findings.push(await auditFinding(patient.inspector, told('Audit')))
    findings.push(pictureFinding(await patient.comparePictures(told('Pictures'))))
    findings.push(await ledgerFinding(patient, told('Ledger')))
    findings.push(await booksFinding(patient.inspector))
    findings.push(setbackFinding(await patient.listSetbacks()))
  }
  return { ok: findings.every((finding) => finding.status !== 'failed'), findings }
}

async function runCheck(check: DatabaseCheck, { isServed, pause }: Patient): Promise<Finding> {
  let outcome = await check.run()
  if (check.needsServer && !isServed && outcome.wrong > 0) {
    return skip(
      check,
      `${outcome.wrong} of ${outcome.checked} wait for a server`,
      'Start the server: it resolves these automatically.',
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
        'Someone changed the database without going through Holdfast. ' +
        'Keep this file, and compare it with the last good backup.',
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
      about: 'The engine has the same data in memory as the database.',
      advice: 'Restart the server: it reads everything from the database. Then report this as a bug.',
    },
    found.runs,
    found.wrong.length,
    found.wrong.map(({ trainRunId, detail }) => `run ${trainRunId}: ${detail}`),
  )
}

function setbackFinding(setbacks: readonly Setback[]): Finding {
  return finding(
    {
      name: 'nothing_is_put_aside',
      rule: 'P19',
      about: 'No due work fails on the server’s side.',
      advice:
        'The server retries these ever more rarely, and at once after a restart. ' +
        'If they keep failing, report this with the lines above.',
    },
    setbacks.length,
    setbacks.length,
    setbacks.map(({ kind, what, tryCount, fault }) => `${kind} ${what} failed ${tryCount} times: ${fault}`),
  )
}

async function booksFinding(inspector: Inspector): Promise<Finding> {
  const found = await checkBooks(inspector)
  return finding(
    {
      name: 'closed_days_add_up',
      rule: 'Y116',
      about: 'The lines of every closed day are as they were when it was closed, with numbers without gaps.',
      advice:
        'Someone changed the database without going through Holdfast. ' +
        'Keep it, and compare these lines with what your bookkeeping has got.',
    },
    found.lines,
    found.wrong.length,
    found.wrong,
  )
}

async function ledgerFinding({ inspector, gateway }: Patient, onProgress: OnProgress): Promise<Finding> {
  const check = {
    name: 'provider_ledger',
    rule: 'I7',
    about: 'The ledger of the payment provider matches ours to the cent.',
    advice:
      'Leave the server running for a minute, so that it reconciles, and try again; then ask the provider.',
  }
  const skipped = (why: string): Finding =>
    skip(check, why, 'Make the payment service reachable and run this again.')
  if (!gateway) return skipped('no payment service is configured here: set PAYMENTS_URL as on the nodes')
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
