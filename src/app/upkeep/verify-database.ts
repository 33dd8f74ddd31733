import type { Inspector } from '../../store/inspector.ts'
import { verifyAudit } from './verify-audit.ts'

const faultsTold = 3

/**
 * Checks a copy of a database for everything that can be found in the database alone; throws if it is not
 * sound.
 */
export async function verifyDatabase(
  inspector: Inspector,
): Promise<{ readonly runs: number; readonly auditEntries: number }> {
  const faults: string[] = []
  // Work that only waits for a server is not a fault of the copy, and neither is a fault that its original
  // had too.
  for (const check of inspector.checks.filter((one) => !one.needsServer && !one.comesWithRows)) {
    const { examples } = await check.run()
    faults.push(...examples.map((example) => `${check.name}: ${example}`))
  }
  const audit = await verifyAudit(inspector)
  faults.push(...audit.broken.map((broken) => broken.detail))
  if (faults.length > 0)
    throw new Error(`The copy is not sound. ${faults.slice(0, faultsTold).join(' ')} Run "holdfast doctor".`)
  return { runs: audit.runs, auditEntries: audit.entries }
}
