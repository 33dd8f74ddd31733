import type { ImportReport, PastImport } from '../../domain/railway/import-differences.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'

/** An import with everything that it has done. */
interface WholeImport {
  readonly done: PastImport
  readonly report: ImportReport
}

/** One of the last imports, by the id on the wire. */
export async function findImport(
  { store }: Pick<Deps, 'store'>,
  text: string,
): Promise<Reply<WholeImport, { readonly code: 'import_not_found' }>> {
  const id = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined
  const done = id === undefined ? undefined : (await store.pastImports()).find((one) => one.id === id)
  const report = done && (await store.importReport(done.id))
  return done && report ? accept({ done, report }) : refuse({ code: 'import_not_found' })
}
