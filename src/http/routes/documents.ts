import { Type } from 'typebox'
import { defineOperation } from '../operation.ts'

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
  description: 'OpenAPI 3.1, made of the same schemas that check requests.',
  answers: {
    200: { description: 'The document.', schema: Type.Object({}), mediaType: 'application/json' },
  },
  refusals: [],
  handle: (_context, { request }) => ({
    status: 200,
    body: request.server.openApiText(),
    headers: { 'content-type': 'application/json; charset=utf-8' },
  }),
})
