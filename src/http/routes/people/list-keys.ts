import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { Keys } from '../../schemas/keys.ts'
import { keyOnWire } from '../../views/keys.ts'

export const listKeys = defineOperation({
  name: 'listKeys',
  method: 'GET',
  path: '/api/operator/keys',
  access: 'staff',
  right: 'keys.read',
  idempotency: 'none',
  lane: 'read',

  tag: 'For the railway',
  summary: 'List the API keys',
  description: 'Without their tokens, which are stored nowhere.',
  answers: { 200: { description: 'The keys.', schema: RefTo(Keys) } },
  refusals: [],
  async handle({ deps }) {
    const keys = await deps.keys.list()
    return { status: 200, body: { keys: keys.map(keyOnWire) }, headers: { 'cache-control': keepNowhere } }
  },
})
