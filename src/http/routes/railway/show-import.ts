import { findImport } from '../../../app/railway/past-imports.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { Import, ImportParams } from '../../schemas/imports.ts'
import { wholeImportView } from '../../views/import.ts'

export const showImport = defineOperation({
  name: 'showImport',
  method: 'GET',
  path: '/api/operator/imports/{import_id}',
  access: 'staff',
  right: 'timetables.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'What an import has done',
  description:
    'The differences that an import made, by train: with their dates, their bookings, and why runs wait ' +
    'for a decision. They are what `holdfast imports` shows.',
  params: ImportParams,
  answers: { 200: { description: 'The import.', schema: Import } },
  refusals: ['import_not_found'],
  async handle({ deps }, { params }) {
    const found = await findImport(deps, params.import_id)
    if (!found.ok) return found
    const body = wholeImportView(found.value.done, found.value.report)
    return { status: 200, body, headers: { 'cache-control': keepNowhere } }
  },
})
