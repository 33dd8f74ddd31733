import type { Row } from './rows.ts'

/** Reads rows. Several statements at once see the same commit. */
export type ReadAll = (
  queries: readonly (readonly [sql: string, params: readonly (string | number)[]])[],
) => Promise<readonly (readonly Row[])[]>
