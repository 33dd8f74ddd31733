import type { AddNoteRefusal } from '../domain/after-sale/add-note.ts'
import type { CancelBookingRefusal } from '../domain/after-sale/cancel-booking.ts'
import type { EnterCodeRefusal } from '../domain/after-sale/enter-code.ts'
import type { QuoteCancellationRefusal } from '../domain/after-sale/quote-cancellation.ts'
import type { ChangeSaleRefusal } from '../domain/inventory/close-run.ts'
import type { CloseDayRefusal } from '../domain/money/close-day.ts'
import type { SettleRefusal } from '../domain/money/settle-at-desk.ts'
import type { AddKeyRefusal, RevokeKeyRefusal } from '../domain/people/keys.ts'
import type {
  PasskeyNotAccepted,
  PasskeyNotFound,
  SignInTooOld,
  TooManyPasskeys,
} from '../domain/people/passkeys.ts'
import type { ConfirmFactorRefusal, RemoveFactorRefusal } from '../domain/people/second-factor.ts'
import type { FactorNeeded, SignInRefused } from '../domain/people/sessions.ts'
import type { AddStaffRefusal, ChangeStaffRefusal } from '../domain/people/staff.ts'
import type { CancelRunRefusal } from '../domain/sale/cancel-run.ts'
import type { ExtendHoldRefusal } from '../domain/sale/extend-hold.ts'
import type { ReleaseHoldRefusal } from '../domain/sale/release-hold.ts'
import type { SellRefusal } from '../domain/sale/sell-at-desk.ts'
import type { CompensationRefusal } from './after-sale/compensate.ts'
import type { CorrectNameRefusal } from './after-sale/correct-name.ts'
import type { CursorRefusal } from './after-sale/list-bookings.ts'
import type { MovePassengersRefusal } from './after-sale/move-passengers.ts'
import type { NoAddress } from './after-sale/send-code.ts'
import type { BlocksRefusal } from './inventory/change-blocks.ts'
import type { PairRefusal } from './inventory/search-runs.ts'
import type { NoClosedDay } from './money/close-day.ts'
import type { NoPasskeysHere } from './people/passkey-desk.ts'
import type { NewPasswordRefusal } from './people/password-entry.ts'
import type { SessionRefusal } from './people/sessions.ts'
import type { StartRefusal } from './people/staff-factors.ts'
import type { RideRefusal } from './railway/find-ride.ts'
import type { BookRefusal } from './sale/book.ts'
import type { HoldRefusal } from './sale/place-hold.ts'

/** Every expected "no" of the use cases, so that a face can cover them all. */
export type AppRefusal =
  | AddNoteRefusal
  | AddStaffRefusal
  | NewPasswordRefusal
  | AddKeyRefusal
  | BlocksRefusal
  | BookRefusal
  | CancelBookingRefusal
  | CancelRunRefusal
  | ChangeSaleRefusal
  | ChangeStaffRefusal
  | CloseDayRefusal
  | CompensationRefusal
  | CorrectNameRefusal
  | ConfirmFactorRefusal
  | CursorRefusal
  | EnterCodeRefusal
  | ExtendHoldRefusal
  | FactorNeeded
  | HoldRefusal
  | MovePassengersRefusal
  | NoAddress
  | NoClosedDay
  | NoPasskeysHere
  | PairRefusal
  | PasskeyNotAccepted
  | PasskeyNotFound
  | QuoteCancellationRefusal
  | ReleaseHoldRefusal
  | RemoveFactorRefusal
  | RevokeKeyRefusal
  | RideRefusal
  | SellRefusal
  | SettleRefusal
  | SessionRefusal
  | SignInRefused
  | SignInTooOld
  | TooManyPasskeys
  | StartRefusal
