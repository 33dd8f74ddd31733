import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { Imports } from '../../schemas/imports.ts'
import { importView } from '../../views/import.ts'

export const listImports = defineOperation({
  name: 'listImports',
  method: 'GET',
  path: '/api/operator/imports',
  access: 'staff',
  right: 'timetables.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'The last imports',
  description:
    'The last 100 imports of timetables, the newest first, with how many runs each of them opened, changed ' +
    'and took off sale.',
  answers: { 200: { description: 'The imports.', schema: Imports } },
  refusals: [],
  async handle({ deps: { store } }) {
    const imports = (await store.pastImports()).map(importView)
    return { status: 200, body: { imports }, headers: { 'cache-control': keepNowhere } }
  },
})
