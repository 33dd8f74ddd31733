import { join, resolve } from 'node:path'
import { secretsFileName } from '../cli/secrets.ts'
import { databaseFileName, mockLedgerFileName } from '../cli/tools.ts'

/** The files of a data folder, as absolute paths. */
export function filesIn(dataFolder: string) {
  const folder = resolve(dataFolder)
  return {
    databaseFile: join(folder, databaseFileName),
    ledgerFile: join(folder, mockLedgerFileName),
    secretsFile: join(folder, secretsFileName),
  }
}
