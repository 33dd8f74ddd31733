import { hash } from 'node:crypto'
import { Type } from 'typebox'
import { defineOperation } from '../../operation.ts'

const shared = {
  method: 'GET',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Operation',
} as const

export const showOpenApi = defineOperation({
  ...shared,
  name: 'showOpenApi',
  path: '/openapi.json',
  summary: 'This document',
  description: 'OpenAPI 3.1, generated from the same schemas that check requests.',
  answers: {
    200: { description: 'The document.', schema: Type.Object({}), mediaType: 'application/json' },
  },
  refusals: [],
  keeps: 'strong',
  handle(_context, { request }) {
    const body = request.server.openApiDocument()
    const tag = hash('sha256', body, 'base64url').slice(0, 22)
    // It changes only with the program.
    return { status: 200, body, basis: { tag, bytes: 0, isCurrent: () => true } }
  },
})
