import { Type } from 'typebox'
import { Moment } from './common.ts'

export const OutboxMails = Type.Object({
  mails: Type.Array(
    Type.Object({
      at: Moment('When its cause happened.'),
      to: Type.String({ examples: ['ada@example.org'] }),
      subject: Type.String({ examples: ['Your code for booking 7K3M9QXA'] }),
      text: Type.String({ description: 'As plain text.' }),
    }),
  ),
})
