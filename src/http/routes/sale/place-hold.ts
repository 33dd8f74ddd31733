import { maxSeatsPerHold } from '../../../domain/records/hold.ts'
import { addressBlock } from '../../caller-address.ts'
import { defineOperation } from '../../operation.ts'
import { holdSeats, placingHold } from './placing-hold.ts'

export const placeHold = defineOperation({
  ...placingHold,
  name: 'placeHold',
  path: '/api/seat_holds',
  access: 'caller',
  tag: 'Holds',
  summary: 'Hold seats',
  description:
    `Keeps 1 to ${maxSeatsPerHold} seats until \`expires_at\` and freezes their price: all of ` +
    `them, or none. Either name them, or give a class and a number of seats, and the system ` +
    `chooses them, together if possible.`,
  handle: (context, asked) => holdSeats(context, asked, { addressBlock: addressBlock(asked.request.ip) }),
})
