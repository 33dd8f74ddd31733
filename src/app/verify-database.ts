import type { Inspector } from '../store/inspector.ts'
import { verifyAudit } from './verify-audit.ts'

const faultsTold = 3

/** Looks at everything that a database alone can tell of itself, as of a copy of it; throws where it is not sound. */
export async function verifyDatabase(
  inspector: Inspector,
): Promise<{ readonly runs: number; readonly auditEntries: number }> {
  const faults: string[] = []
  // What only waits for a server is no fault of a copy.
  for (const check of inspector.checks.filter((one) => !one.needsServer)) {
    const { examples } = await check.run()
    faults.push(...examples.map((example) => `${check.name}: ${example}`))
  }
  const audit = await verifyAudit(inspector)
  faults.push(...audit.broken.map((broken) => broken.detail))
  if (faults.length > 0)
    throw new Error(`The copy is not sound. ${faults.slice(0, faultsTold).join(' ')} Run "holdfast doctor".`)
  return { runs: audit.runs, auditEntries: audit.entries }
}
