import { test as base } from '@playwright/test'
import type { Client } from '../../harness/client.ts'
import type { TestScope } from '../../harness/world.ts'

/** A `test` whose stage is opened once for each worker; pages are at its address. */
export function stageTest<Stage extends { readonly client: Pick<Client, 'url'> }>(
  open: (scope: TestScope) => Promise<Stage>,
) {
  return base.extend<object, { stage: Stage }>({
    stage: [
      async ({ playwright: _ }, use) => {
        const ends: (() => unknown)[] = []
        try {
          await use(await open({ after: (end) => ends.push(end) }))
        } finally {
          for (const end of ends.toReversed()) await end()
        }
      },
      { scope: 'worker', timeout: 180_000 },
    ],
    baseURL: async ({ stage }, use) => use(stage.client.url),
  })
}
