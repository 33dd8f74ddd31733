import type { LargeRequest, SentRequest } from './largest-requests.ts'

/** How `largestRequests` makes requests. */
export interface Make {
  get(path: string): SentRequest
  post(path: string, body: string): SentRequest
  delete(path: string): SentRequest
  /** A body with these members, filled up with small ones. */
  filled(members: object): string
}

/**
 * What a stranger can send to the operations of staff and keys: where somebody has to be known, the gate
 * refuses before it reads the body.
 */
export function staffRequests({ get, post, delete: remove, filled }: Make): readonly LargeRequest[] {
  const one = (
    operation: string,
    what: string,
    status: number,
    make: LargeRequest['make'],
  ): LargeRequest => ({ ...{ operation, what, status, make } })
  const person = { name: 'Ada', email: 'ada@example.org', password: 'a password of some length' }
  const nobody = 'from a guest'
  const [sessions, staff, keys] = ['/api/staff/sessions', '/api/operator/staff', '/api/operator/keys']
  const booking = '/api/operator/bookings/7K3M9QXA'
  return [
    one('setUp', 'a body of small members', 403, () =>
      post('/api/setup', filled({ ...person, setup_token: 'unknown' })),
    ),
    one('staffSignIn', 'a body of small members', 401, () => post(sessions, filled(person))),
    one('changePassword', `a body ${nobody}`, 401, () =>
      post('/api/staff/me/password', filled({ password: 'x', new_password: person.password })),
    ),
    one('startFactor', `a body ${nobody}`, 401, () => post('/api/staff/factors', filled({ password: 'x' }))),
    one('confirmFactor', `a body ${nobody}`, 401, () =>
      post('/api/staff/factors/confirmations', filled({ code: '123456' })),
    ),
    one('removeFactor', `a body ${nobody}`, 401, () =>
      post('/api/staff/factors/removals', filled({ code: '123456' })),
    ),
    one('resetFactor', `a body ${nobody}`, 401, () =>
      post(`${staff}/1/factor_removals`, filled({ reason: 'lost_device' })),
    ),
    one('addStaff', `a body ${nobody}`, 401, () =>
      post(staff, filled({ ...person, roles: ['sales'], reason: 'new_duties' })),
    ),
    one('changeStaffRoles', `a body ${nobody}`, 401, () =>
      post(`${staff}/1/role_changes`, filled({ roles: ['sales'], reason: 'new_duties' })),
    ),
    one('changeStaffState', `a body ${nobody}`, 401, () =>
      post(`${staff}/1/state_changes`, filled({ state: 'DISABLED', reason: 'departure' })),
    ),
    one('resetStaffPassword', `a body ${nobody}`, 401, () =>
      post(`${staff}/1/password_resets`, filled({ password: person.password, reason: 'own_wish' })),
    ),
    one('endSessionsOfStaff', `a body ${nobody}`, 401, () =>
      post(`${staff}/1/session_removals`, filled({ reason: 'lost_device' })),
    ),
    one('listStaff', nobody, 401, () => get(staff)),
    one('listSessionsOfStaff', nobody, 401, () => get(`${staff}/1/sessions`)),
    one('addKey', `a body ${nobody}`, 401, () => post(keys, filled({ name: 'x', rights: ['audit.read'] }))),
    one('showStaff', nobody, 401, () => get('/api/staff/me')),
    one('listStaffSessions', nobody, 401, () => get(sessions)),
    one('listImports', nobody, 401, () => get('/api/operator/imports')),
    one('showImport', nobody, 401, () => get('/api/operator/imports/1')),
    one('listBlocks', nobody, 401, () => get('/api/operator/train_runs/1/blocks')),
    one('blockSeats', `a body ${nobody}`, 401, () =>
      post('/api/operator/train_runs/1/blocks', filled({ coach_number: '4', reason: 'defect' })),
    ),
    one('freeBlocks', `a body ${nobody}`, 401, () =>
      post('/api/operator/train_runs/1/block_removals', filled({ coach_number: '4', reason: 'defect' })),
    ),
    one('checkTicket', `a body ${nobody}`, 401, () =>
      post('/api/operator/train_runs/1/ticket_verdicts', filled({ code: 'x' })),
    ),
    one('proposeMoves', `a body ${nobody}`, 401, () =>
      post('/api/operator/train_runs/1/move_proposals', filled({ coach_number: '4' })),
    ),
    one('movePassengers', `a body ${nobody}`, 401, () =>
      post(
        '/api/operator/train_runs/1/moves',
        filled({ moves: [{ from_seat_number: '4-1', to_seat_number: '4-2' }], reason: 'defect' }),
      ),
    ),
    one('listDayRuns', nobody, 401, () => get('/api/operator/train_runs?date=2027-03-16')),
    one('showPicture', nobody, 401, () => get('/api/operator/train_runs/1/picture')),
    one('showPast', nobody, 401, () => get('/api/operator/train_runs/1/past')),
    one('explainRefusal', nobody, 401, () =>
      get('/api/operator/train_runs/1/why_refused?from_station_code=A&to_station_code=C&travel_class=SECOND'),
    ),
    one('listClaims', nobody, 401, () => get('/api/operator/train_runs/1/claims')),
    one('showManifest', nobody, 401, () => get('/api/operator/train_runs/1/manifest')),
    one('searchBookings', `a body ${nobody}`, 401, () =>
      post('/api/operator/booking_searches', filled({ booking_id: 'x' })),
    ),
    one('showBookingToRailway', nobody, 401, () => get(booking)),
    one('showTicketPdfToRailway', nobody, 401, () => get(`${booking}/ticket.pdf`)),
    one('showHistoryToRailway', nobody, 401, () => get(`${booking}/history`)),
    one('quoteForPassenger', `a body ${nobody}`, 401, () =>
      post(`${booking}/cancellation_quotes`, filled({ terms: 'BY_RULE', reason: 'correction' })),
    ),
    one('cancelForPassenger', `a body ${nobody}`, 401, () =>
      post(`${booking}/cancellations`, filled({ quote_id: 'x', reason: 'correction' })),
    ),
    one('listAudit', nobody, 401, () => get('/api/operator/audit')),
    one('listChanges', nobody, 401, () => get('/api/operator/changes')),
    one('addNote', `a body ${nobody}`, 401, () =>
      post(`${booking}/notes`, filled({ text: 'x', reason: 'correction' })),
    ),
    one('correctName', `a body ${nobody}`, 401, () =>
      post(
        `${booking}/name_corrections`,
        filled({ seat_number: '4-1', passenger_name: 'A', reason: 'correction' }),
      ),
    ),
    one('giveCompensation', `a body ${nobody}`, 401, () =>
      post(`${booking}/compensations`, filled({ amount_cents: 1, reason: 'correction' })),
    ),
    one('placeHoldAtDesk', `a body ${nobody}`, 401, () =>
      post('/api/operator/seat_holds', filled({ train_run_id: '1' })),
    ),
    one('releaseHoldAtDesk', nobody, 401, () => remove('/api/operator/seat_holds/h_1')),
    one('sellAtDesk', `a body ${nobody}`, 401, () =>
      post('/api/operator/bookings', filled({ hold_token: 'x' })),
    ),
    one('settleAtDesk', `a body ${nobody}`, 401, () =>
      post(`${booking}/settlements`, filled({ amount_cents: 1, means: 'CASH', till: 'a' })),
    ),
    one('showReceipt', nobody, 401, () => get(`${booking}/receipt`)),
    one('listDeskAccounts', nobody, 401, () => get('/api/operator/desk_accounts')),
    one('listClosures', nobody, 401, () => get('/api/operator/train_runs/1/closures')),
    ...(
      [
        ['closeSale', 'closures'],
        ['openSale', 'closure_removals'],
        ['cancelRun', 'cancellations'],
      ] as const
    ).map(([operation, path]) =>
      one(operation, `a body ${nobody}`, 401, () =>
        post(`/api/operator/train_runs/1/${path}`, filled({ reason: 'defect' })),
      ),
    ),
    one('reportSales', nobody, 401, () => get('/api/operator/reports/sales?from=2027-03-16&to=2027-03-16')),
    one('listClosings', nobody, 401, () => get('/api/operator/closings')),
    one('closeDay', `a body ${nobody}`, 401, () =>
      post('/api/operator/closings', filled({ day: '2027-03-16' })),
    ),
    one('listLedgerLines', nobody, 401, () => get('/api/operator/closings/2027-03-16/lines')),
    one('listRights', nobody, 401, () => get('/api/operator/rights')),
    one('listKeys', nobody, 401, () => get(keys)),
    one('staffSignOut', nobody, 401, () => remove(`${sessions}/current`)),
    one('staffSignOutEverywhere', nobody, 401, () => remove(sessions)),
    one('revokeKey', nobody, 401, () => remove(`${keys}/1`)),
  ]
}
