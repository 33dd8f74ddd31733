import { Type } from 'typebox'

export const Problem = Type.Object(
  {
    type: Type.String({
      description: 'Names the kind of problem.',
      examples: ['urn:holdfast:problem:seat_taken'],
    }),
    title: Type.String({ examples: ['Some of these seats are taken'] }),
    status: Type.Integer({ examples: [409] }),
    detail: Type.String({ description: 'What to do next.' }),
    instance: Type.String({
      description: 'The path, and after # the ID of the request in the logs of the server.',
    }),
    code: Type.String({ description: 'Stable; programs should rely on it.', examples: ['seat_taken'] }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({
            description: 'JSON pointer into the body, or name of the parameter after a slash.',
          }),
          detail: Type.String(),
        }),
        { description: 'With malformed_request: what is wrong, and where.' },
      ),
    ),
    seat_numbers: Type.Optional(
      Type.Array(Type.String(), { description: 'The seats that caused the refusal.' }),
    ),
    alternatives: Type.Optional(
      Type.Array(Type.String(), {
        description: 'With seat_taken: the nearest free seats of the same class.',
      }),
    ),
    retry_after_ms: Type.Optional(
      Type.Integer({ description: 'How long to wait before repeating the request.' }),
    ),
  },
  {
    $id: 'Problem',
    description:
      'RFC 9457 problem details. The facts of a refusal are additional members; the listed ones ' +
      'are the most common.',
    additionalProperties: true,
  },
)
