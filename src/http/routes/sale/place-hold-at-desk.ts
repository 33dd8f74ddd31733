import { actOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { holdSeats, placingHold } from './placing-hold.ts'

export const placeHoldAtDesk = defineOperation({
  ...placingHold,
  name: 'placeHoldAtDesk',
  path: '/api/operator/seat_holds',
  access: 'staff',
  right: 'bookings.sell',
  tag: 'For the railway',
  summary: 'Hold seats for a passenger',
  description:
    'The same as holding seats for oneself, for a passenger at the desk: the seats are kept as long, and ' +
    'at the same price. The limits against hoarding do not count; one caller keeps up to 20 holds of a run ' +
    'at a time. Sell it with POST /api/operator/bookings, or release it.',
  handle: (context, asked) =>
    holdSeats(context, asked, {
      addressBlock: null,
      by: { ...actOf(asked.caller), reason: 'passenger_request' },
    }),
})
