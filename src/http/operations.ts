import type { Operation } from './operation.ts'
import { addNote } from './routes/after-sale/add-note.ts'
import { bookingHistory } from './routes/after-sale/booking-history.ts'
import { cancelBooking } from './routes/after-sale/cancel-booking.ts'
import { cancelForPassenger } from './routes/after-sale/cancel-for-passenger.ts'
import { correctName } from './routes/after-sale/correct-name.ts'
import { findBooking } from './routes/after-sale/find-booking.ts'
import { giveCompensation } from './routes/after-sale/give-compensation.ts'
import { grantBooking } from './routes/after-sale/grant-booking.ts'
import { listBookings } from './routes/after-sale/list-bookings.ts'
import { movePassengers } from './routes/after-sale/move-passengers.ts'
import { quoteCancellation } from './routes/after-sale/quote-cancellation.ts'
import { quoteForPassenger } from './routes/after-sale/quote-for-passenger.ts'
import { searchBookings } from './routes/after-sale/search-bookings.ts'
import { sendCodeByLink } from './routes/after-sale/send-code-by-link.ts'
import { showBooking } from './routes/after-sale/show-booking.ts'
import { showBookingByLink } from './routes/after-sale/show-booking-by-link.ts'
import { showBookingToRailway } from './routes/after-sale/show-booking-to-railway.ts'
import { showHistoryToRailway } from './routes/after-sale/show-history-to-railway.ts'
import { showManifest } from './routes/after-sale/show-manifest.ts'
import { blockSeats } from './routes/inventory/block-seats.ts'
import { closeSale } from './routes/inventory/close-sale.ts'
import { explainRefusal } from './routes/inventory/explain-refusal.ts'
import { fareCalendar } from './routes/inventory/fare-calendar.ts'
import { freeBlocks } from './routes/inventory/free-blocks.ts'
import { listBlocks } from './routes/inventory/list-blocks.ts'
import { listClaims } from './routes/inventory/list-claims.ts'
import { listClosures } from './routes/inventory/list-closures.ts'
import { listDayRuns } from './routes/inventory/list-day-runs.ts'
import { openSale } from './routes/inventory/open-sale.ts'
import { proposeMoves } from './routes/inventory/propose-moves.ts'
import { searchRuns } from './routes/inventory/search-runs.ts'
import { showPast } from './routes/inventory/show-past.ts'
import { showPicture } from './routes/inventory/show-picture.ts'
import { showRun } from './routes/inventory/show-run.ts'
import { showSeats } from './routes/inventory/show-seats.ts'
import { watchSeats } from './routes/inventory/watch-seats.ts'
import { showOutbox } from './routes/messages/show-outbox.ts'
import { closeDay } from './routes/money/close-day.ts'
import { listClosings } from './routes/money/list-closings.ts'
import { listDeskAccounts } from './routes/money/list-desk-accounts.ts'
import { listLedgerLines } from './routes/money/list-ledger-lines.ts'
import { receivePaymentEvent } from './routes/money/receive-payment-event.ts'
import { reportSales } from './routes/money/report-sales.ts'
import { settleAtDesk } from './routes/money/settle-at-desk.ts'
import { showReceipt } from './routes/money/show-receipt.ts'
import { accountSignIn } from './routes/people/account-sign-in.ts'
import { accountSignOut } from './routes/people/account-sign-out.ts'
import { accountSignOutEverywhere } from './routes/people/account-sign-out-everywhere.ts'
import { addKey } from './routes/people/add-key.ts'
import { addPasskey } from './routes/people/add-passkey.ts'
import { addStaff } from './routes/people/add-staff.ts'
import { beginPasskey } from './routes/people/begin-passkey.ts'
import { beginPasskeySignIn } from './routes/people/begin-passkey-sign-in.ts'
import { changeAccountPassword } from './routes/people/change-account-password.ts'
import { changeEmail } from './routes/people/change-email.ts'
import { changePassword } from './routes/people/change-password.ts'
import { changeStaffRoles } from './routes/people/change-staff-roles.ts'
import { changeStaffState } from './routes/people/change-staff-state.ts'
import { confirmFactor } from './routes/people/confirm-factor.ts'
import { deleteAccount } from './routes/people/delete-account.ts'
import { endSessionsOfStaff } from './routes/people/end-sessions-of-staff.ts'
import { listAccountSessions } from './routes/people/list-account-sessions.ts'
import { listKeys } from './routes/people/list-keys.ts'
import { listPasskeys } from './routes/people/list-passkeys.ts'
import { listRights } from './routes/people/list-rights.ts'
import { listSavedPassengers } from './routes/people/list-saved-passengers.ts'
import { listSessionsOfStaff } from './routes/people/list-sessions-of-staff.ts'
import { listStaff } from './routes/people/list-staff.ts'
import { listStaffSessions } from './routes/people/list-staff-sessions.ts'
import { openPageSession } from './routes/people/open-page-session.ts'
import { openSession } from './routes/people/open-session.ts'
import { passkeySignIn } from './routes/people/passkey-sign-in.ts'
import { registerAccount } from './routes/people/register-account.ts'
import { removeFactor } from './routes/people/remove-factor.ts'
import { removePasskey } from './routes/people/remove-passkey.ts'
import { renamePasskey } from './routes/people/rename-passkey.ts'
import { replaceSavedPassengers } from './routes/people/replace-saved-passengers.ts'
import { resetAccountPassword } from './routes/people/reset-account-password.ts'
import { resetFactor } from './routes/people/reset-factor.ts'
import { resetStaffPassword } from './routes/people/reset-staff-password.ts'
import { revokeKey } from './routes/people/revoke-key.ts'
import { sendEmailCode } from './routes/people/send-email-code.ts'
import { sendResetCode } from './routes/people/send-reset-code.ts'
import { setUp } from './routes/people/set-up.ts'
import { showAccount } from './routes/people/show-account.ts'
import { showStaff } from './routes/people/show-staff.ts'
import { staffSignIn } from './routes/people/staff-sign-in.ts'
import { staffSignOut } from './routes/people/staff-sign-out.ts'
import { staffSignOutEverywhere } from './routes/people/staff-sign-out-everywhere.ts'
import { startFactor } from './routes/people/start-factor.ts'
import { verifyAccount } from './routes/people/verify-account.ts'
import { listImports } from './routes/railway/list-imports.ts'
import { listStations } from './routes/railway/list-stations.ts'
import { showImport } from './routes/railway/show-import.ts'
import { cancelRun } from './routes/sale/cancel-run.ts'
import { confirmBooking } from './routes/sale/confirm-booking.ts'
import { extendHold } from './routes/sale/extend-hold.ts'
import { placeHold } from './routes/sale/place-hold.ts'
import { placeHoldAtDesk } from './routes/sale/place-hold-at-desk.ts'
import { releaseHold } from './routes/sale/release-hold.ts'
import { releaseHoldAtDesk } from './routes/sale/release-hold-at-desk.ts'
import { sellAtDesk } from './routes/sale/sell-at-desk.ts'
import { showHold } from './routes/sale/show-hold.ts'
import { checkTicket } from './routes/tickets/check-ticket.ts'
import { listTicketKeys } from './routes/tickets/list-ticket-keys.ts'
import { showCalendar } from './routes/tickets/show-calendar.ts'
import { showCalendarByLink } from './routes/tickets/show-calendar-by-link.ts'
import { showTicket } from './routes/tickets/show-ticket.ts'
import { showTicketByLink } from './routes/tickets/show-ticket-by-link.ts'
import { showTicketPdf } from './routes/tickets/show-ticket-pdf.ts'
import { showTicketPdfByLink } from './routes/tickets/show-ticket-pdf-by-link.ts'
import { showTicketPdfToRailway } from './routes/tickets/show-ticket-pdf-to-railway.ts'
import { showOpenApi } from './routes/upkeep/documents.ts'
import { erasePersonalData } from './routes/upkeep/erase-personal-data.ts'
import { showHealth, showMetrics, showReadiness } from './routes/upkeep/health.ts'
import { listAudit } from './routes/upkeep/list-audit.ts'
import { listChanges } from './routes/upkeep/list-changes.ts'
import { showPersonalData } from './routes/upkeep/show-personal-data.ts'

/** Every operation of the API, in the order of the reference pages. */
export const operations: readonly Operation[] = [
  openSession,
  openPageSession,
  listStations,
  searchRuns,
  showRun,
  fareCalendar,
  showSeats,
  watchSeats,
  placeHold,
  showHold,
  releaseHold,
  extendHold,
  confirmBooking,
  listBookings,
  showBooking,
  showBookingByLink,
  showTicket,
  showTicketByLink,
  showCalendar,
  showCalendarByLink,
  showTicketPdf,
  showTicketPdfByLink,
  listTicketKeys,
  bookingHistory,
  quoteCancellation,
  cancelBooking,
  findBooking,
  sendCodeByLink,
  grantBooking,
  registerAccount,
  verifyAccount,
  accountSignIn,
  accountSignOut,
  showAccount,
  changeAccountPassword,
  sendEmailCode,
  changeEmail,
  listAccountSessions,
  accountSignOutEverywhere,
  deleteAccount,
  showPersonalData,
  erasePersonalData,
  listSavedPassengers,
  replaceSavedPassengers,
  beginPasskeySignIn,
  passkeySignIn,
  listPasskeys,
  beginPasskey,
  addPasskey,
  renamePasskey,
  removePasskey,
  sendResetCode,
  resetAccountPassword,
  setUp,
  staffSignIn,
  staffSignOut,
  showStaff,
  changePassword,
  listStaffSessions,
  staffSignOutEverywhere,
  startFactor,
  confirmFactor,
  removeFactor,
  resetFactor,
  listStaff,
  addStaff,
  changeStaffRoles,
  changeStaffState,
  resetStaffPassword,
  listSessionsOfStaff,
  endSessionsOfStaff,
  receivePaymentEvent,
  listImports,
  showImport,
  listDayRuns,
  showPicture,
  listClaims,
  showPast,
  explainRefusal,
  listBlocks,
  blockSeats,
  freeBlocks,
  proposeMoves,
  movePassengers,
  showManifest,
  checkTicket,
  searchBookings,
  showBookingToRailway,
  showTicketPdfToRailway,
  showHistoryToRailway,
  quoteForPassenger,
  cancelForPassenger,
  listAudit,
  listChanges,
  giveCompensation,
  placeHoldAtDesk,
  releaseHoldAtDesk,
  sellAtDesk,
  showReceipt,
  settleAtDesk,
  listDeskAccounts,
  correctName,
  addNote,
  listClosures,
  closeSale,
  openSale,
  cancelRun,
  reportSales,
  listClosings,
  closeDay,
  listLedgerLines,
  listRights,
  listKeys,
  addKey,
  revokeKey,
  showHealth,
  showReadiness,
  showMetrics,
  showOutbox,
  showOpenApi,
]
