import { manifestOf } from '../../../app/after-sale/manifest.ts'
import { keepNowhere } from '../../conditional.ts'
import { csvType, wantsCsv } from '../../csv.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo, RunParams } from '../../schemas/common.ts'
import { Manifest } from '../../schemas/manifest.ts'
import { manifestCsv, manifestView } from '../../views/manifest.ts'

export const showManifest = defineOperation({
  name: 'showManifest',
  method: 'GET',
  path: '/api/operator/train_runs/{train_run_id}/manifest',
  access: 'staff',
  right: 'manifest.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'Who has which seat of a run',
  description:
    'Booked, held and blocked seats with the part of the way that they are taken for, in order of coaches ' +
    'and seats. `Accept: text/csv` gives the lines as CSV. Names are masked without the right ' +
    '`personal_data.read`.',
  params: RunParams,
  answers: { 200: { description: 'The manifest.', schema: RefTo(Manifest), alsoAs: csvType } },
  refusals: ['run_not_found'],
  async handle({ deps }, { caller, params, request }) {
    const manifest = await manifestOf(deps, caller, params.train_run_id)
    if (!manifest.ok) return manifest
    const headers = { 'cache-control': keepNowhere, vary: 'accept' }
    return wantsCsv(request.headers.accept)
      ? { status: 200, body: manifestCsv(manifest.value), headers: { ...headers, 'content-type': csvType } }
      : { status: 200, body: manifestView(manifest.value), headers }
  },
})
