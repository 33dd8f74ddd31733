import { seatMapEn } from '../seat-map/i18n/en.ts'
import { additionsEn } from './additions/en.ts'
import { conditionsEn } from './conditions/en.ts'
import { count, passengers, seats } from './counts/en.ts'
import { holdEn } from './hold/en.ts'
import { resultsEn } from './results/en.ts'
import { wishesEn } from './wishes/en.ts'

/** Every text of the pages. The other languages have the same members; forgetting one does not compile. */
export const en = {
  languageName: 'English',
  skipToContent: 'Skip to the content',
  nav: {
    label: 'Main',
    search: 'Find a train',
    bookings: 'My bookings',
    find: 'Find a booking',
    account: 'Account',
  },
  settings: {
    language: 'Language',
    theme: 'Appearance',
    themes: { system: 'Same as device', light: 'Light', dark: 'Dark' },
  },
  footer: {
    terms: 'Terms',
    privacy: 'Privacy',
    imprint: 'Imprint',
    line: 'Holdfast: seats that are never sold twice.',
    demo: 'This is a demo railway. No money changes hands, and no trains run.',
    api: 'API reference',
  },
  connection: {
    offline: 'You are offline. This page may be out of date; your choices are kept.',
    back: 'You are online again.',
    mapStale: 'Live updates are not available right now. The map refreshes every few seconds.',
  },
  common: {
    retry: 'Try again',
    loading: 'Loading…',
    to: 'to',
    toward: 'toward',
    total: 'Total',
    close: 'Close',
    optional: 'optional',
    seats,
    passengers,
    seatInCoach: (coach: string, seat: string) => `Coach\u00a0${coach}, seat\u00a0${seat}`,
    coach: (coach: string) => `Coach ${coach}`,
    demoChoice: 'Demo',
  },
  seatMap: seatMapEn,
  search: {
    title: 'Find a train',
    heading: 'Where would you like to go?',
    lead: 'Choose your own seat on a live map of the train.',
    from: 'From',
    to: 'To',
    stationHint: 'Station name or code',
    noStation: 'No station matches this name or code.',
    near: 'near',
    ambiguous: 'Several stations match. Choose one from the list.',
    stationsFound: (n: number) => count(n, { one: '# station', other: '# stations' }),
    swap: 'Swap stations',
    date: 'Date',
    party: 'Passengers',
    fewer: 'One fewer passenger',
    more: 'One more passenger',
    submit: 'Show trains',
    missingFrom: 'Choose a departure station from the list.',
    missingTo: 'Choose an arrival station from the list.',
    same: 'Choose two different stations.',
    missingDate: 'Choose a date.',
    past: 'This date is in the past. Choose today or a later date.',
    oddParty: (most: string, shown: string) =>
      `You can book for up to ${most} at a time. This page shows ${shown}.`,
    steps: [
      [
        'See',
        'Every coach is drawn as it is built, with windows, tables, doors, and the seats that are free now.',
      ],
      ['Hold', 'We keep your seats while you fill in the rest. Nobody else can take them.'],
      ['Travel', 'Your ticket appears right away, and you can cancel it seat by seat.'],
    ] as readonly (readonly [string, string])[],
  },
  results: resultsEn,
  seatPage: {
    title: 'Choose your seats',
    map: 'Map',
    list: 'List',
    view: 'View',
    working:
      'Many seats on this train are being held right now. To keep programs from taking them all, your ' +
      'device is solving a small task. You need not do anything; it takes a few seconds.',
    travelClass: 'Class',
    passenger: (n: number) => `Passenger ${n}`,
    remove: (seat: string) => `Remove ${seat}`,
    pickMore: (n: number) =>
      `Choose ${count(n, { one: '# more seat', other: '# more seats' })}, or continue with fewer.`,
    pickFirst: 'Choose a seat on the map, or let us choose.',
    hold: (n: number, kept: string | undefined) => `Hold ${seats(n)}${kept ? ` for ${kept}` : ''}`,
    early: 'Enter names before you hold',
    earlyLead:
      'What you enter now is filled in when you pay, so that you have more time. It stays in this browser ' +
      'until you close it. Your seats are not held yet.',
    holding: 'Holding…',
    yourSeats: 'Your seats',
    taken: (n: number, list: string) =>
      `Somebody else was faster. ${list} ${count(n, { one: 'is', other: 'are' })} taken now.`,
    nearest: (n: number, list: string) =>
      `${count(n, { one: 'Nearest free seat', other: 'Nearest free seats' })}: ${list}.`,
    takeNearest: (n: number) => count(n, { one: 'Take this seat', other: 'Take these seats' }),
  },
  additions: additionsEn,
  wishes: wishesEn,
  hold: holdEn,
  conditions: conditionsEn,

  checkout: {
    title: 'Passengers and payment',
    passengersHeading: 'Passengers',
    name: 'Name',
    age: 'Age',
    gender: 'Gender',
    genders: { F: 'Female', M: 'Male', X: 'Other' },
    saved: {
      choose: 'Fill in a saved passenger',
      nobody: 'Choose',
      save: 'Save for next time',
      done: 'Saved in your account.',
      failed: 'This could not be saved. Your account keeps 20 passengers at most.',
    },
    contactHeading: 'Contact',
    contactNote: 'We use these to tell you about changes to your train. You may leave both empty.',
    email: 'Email',
    phone: 'Phone',
    paymentHeading: 'Payment',
    mock: 'Mock payment: no money changes hands.',
    outcome: 'What should the payment service do?',
    outcomes: {
      tok_ok: ['Succeed', 'The usual case'],
      tok_slow_4000: ['Be slow', 'Answers after four seconds'],
      tok_declined: ['Decline', 'The card is declined'],
      tok_insufficient_funds: ['Decline: insufficient funds', 'Not enough money in the account'],
      tok_timeout: ['Never answer', 'The payment times out'],
      tok_late_ok_60000: ['Answer too late', 'Authorized after the timeout; refunded automatically'],
    },
    pay: (amount: string) => `Pay ${amount}`,
    summary: 'Your journey',
    errors: {
      heading: (n: number) => count(n, { one: 'Please check one field', other: 'Please check # fields' }),
      name: 'Enter a name of up to 100 visible characters.',
      age: 'Enter an age from 0 to 125.',
      gender: 'Choose one of the three options.',
      email: 'Enter a complete email address, or leave this empty.',
      phone: 'Enter a phone number of up to 15 digits, or leave this empty.',
    },
    unavailable: 'We cannot reach the payment service right now. Your seats are still held. Try again.',
  },
  payment: {
    waitingTitle: 'Processing your payment',
    waiting: 'This takes a moment. We keep your seats; you do not need to do anything.',
    slow: 'This is taking longer than usual. You can stay here or come back later; you will not pay twice.',
    elsewhere: 'A payment for these seats is in progress in another window. This page updates automatically.',
    unreachable:
      'The connection is lost. We will keep asking until we know the outcome; you will not pay twice.',
    unknownTitle: 'We do not know the outcome yet',
    unknown: 'The server did not answer. Check again: it is the same payment, so you will not pay twice.',
    askAgain: 'Check again',
    declinedTitle: 'The payment was declined',
    declined: 'You were not charged. Your seats are available to others again.',
    declinedFunds: 'There was not enough money in the account.',
    timedOutTitle: 'The payment took too long',
    timedOut:
      'The payment service did not answer in time. Nothing was booked, ' +
      'and your seats are available to others again.',
    timedOutLate:
      'If its answer arrives later, your money is refunded automatically. You do not need to do anything.',
  },
  booking: {
    title: (id: string) => `Booking ${id}`,
    confirmed: 'Booked. Have a good journey!',
    ticket: 'Ticket',
    changes: {
      MOVED: (departure: string, arrival: string) =>
        `The train runs at new times. You booked departure ${departure}, arrival ${arrival}.`,
      RECOACHED: 'The train runs with other coaches. Your seats stay where they were.',
      ELSEWHERE: (places: string) =>
        'The train runs with other coaches. You keep your seats, but not all are where you chose them: ' +
        `${places}.`,
      WAITING: 'This train changes. The railway will tell you what becomes of your booking.',
      WITHDRAWN: 'This train is no longer in the timetable. Ask the railway about your booking.',
    },
    reference: 'Booking',
    status: { CONFIRMED: 'Confirmed', CANCELLED: 'Canceled', PARTLY: 'Partly canceled' },
    departure: 'Departure',
    arrival: 'Arrival',
    passengersHeading: 'Passengers and seats',
    erased: 'Name erased',
    age: (n: number) => count(n, { other: 'Age #' }),
    paid: 'Paid',
    refunded: 'Refunded',
    bookedAt: 'Booked',
    cancelledAt: 'Canceled',
    payment: 'Payment',
    payments: {
      REQUESTED: 'requested',
      AUTHORIZED: 'authorized',
      CAPTURED: 'received',
      VOIDED: 'voided',
      DECLINED: 'declined',
      TIMED_OUT: 'timed out',
    },
    onCoach: 'Find your seats',
    print: 'Print',
    linkHeading: 'Private link',
    linkNote: 'Anyone who has this link can see the booking. Keep it, or send it to yourself.',
    copy: 'Copy the link',
    copied: 'Copied',
    mail: 'Send by email',
    mailSubject: (id: string) => `Your booking ${id}`,
    share: 'Share',
    byLink: 'You are viewing this booking through its private link.',
    byLinkChange: 'To cancel seats, enter a code that we send to the email address of the booking.',
    byLinkSend: 'Cancel seats',
    byLinkNoEmail: 'This booking has no email address, so we cannot send a code. Ask the railway.',
    cancelHeading: 'Cancel seats',
    cancelLead: 'Choose who is not traveling. You will see your refund before anything is canceled.',
    cancelAll: 'Everyone',
    askQuote: 'Show my refund',
    quoteRefund: 'Your refund',
    quoteFee: 'Fee',
    quoteUntil: (time: string) => `This offer is valid until ${time}.`,
    confirmCancel: (n: number) => `Cancel ${seats(n)} now`,
    keep: 'Keep the booking',
    quoteGone: 'This offer has expired. Ask for a new one.',
    alreadyCancelled: 'These seats were already canceled. The booking above is up to date.',
    cancelled: (amount: string) => `Canceled. ${amount} is on its way back to you.`,
    cancelledFree: 'Canceled.',
    again: 'Book another journey',
  },
  bookings: {
    title: 'My bookings',
    empty: 'No bookings yet',
    emptyLead: 'Bookings made with this browser appear here.',
    more: 'Show more',
    note: 'This list shows the bookings that you made or opened with this browser.',
    findOther: 'Find another booking',
  },
  find: {
    title: 'Find a booking',
    lead: 'We send a code to the email address that the booking was made with.',
    reference: 'Booking reference',
    referenceHint: 'Eight letters and digits, as on the ticket',
    email: 'Email',
    send: 'Send me a code',
    noEmail: 'Booked without an email address? The private link of the booking still shows it.',
    errors: {
      reference: 'Enter the eight letters and digits of the booking reference.',
      email: 'Enter a complete email address.',
    },
    codeTitle: 'Enter the code',
    sent: (email: string) =>
      `If this booking was made with ${email}, a code is on its way there. It works for 15 minutes.`,
    sentToContact: 'A code is on its way to the email address of the booking. It works for 15 minutes.',
    code: 'Code from the email',
    codeHint: 'Ten digits. Only the newest code works.',
    open: 'Open the booking',
    wrong:
      'This code is not right, or no longer works. Check the digits in the newest email, ' +
      'or send another code.',
    missing: 'Enter the ten digits of the code.',
    resend: 'Send another code',
    resendIn: (time: string) => `Send another code in ${time}`,
    resent: 'Another code is on its way. Only the newest one works.',
    change: 'Change booking or email',
    demo: 'This demo sends no email. Read the code in the outbox.',
  },
  outbox: {
    title: 'Outbox of the demo',
    lead: 'A demo sends no email. These are the messages that it would have sent since it was started.',
    empty: 'No messages yet',
    to: 'To',
    refresh: 'Refresh',
    none: 'Only the demo has an outbox, and it can be read only on the computer that the demo runs on.',
  },
  lost: {
    title: 'Page not found',
    lead: 'The address may be mistyped, or the page no longer exists.',
    booking: 'Booking not found',
    bookingLead:
      'It may have been made with another browser. Find it with its reference and your email address, or ' +
      'open its private link, which works anywhere.',
    run: 'Train not found',
    runLead: 'It may no longer be in the timetable. Search again.',
    home: 'Find a train',
  },
  problems: {
    heading: 'Something went wrong',
    unreachable: 'We cannot reach the server. Check your connection and try again.',
    unauthenticated:
      'Your browser does not keep cookies from this site. Allow them: ' +
      'without a cookie, we cannot tell which seats are yours.',
    overloaded: 'We are very busy right now. Wait a moment and try again.',
    rate_limited: 'That was too many requests at once. Wait a moment and try again.',
    too_many_holds: 'You already have too many holds on this train. Book or release one of them first.',
    network_holds_too_many:
      'Many seats on this train are being held from your network and are not paid yet. ' +
      'Wait a few minutes and try again, or choose another train.',
    seats_cooling_down:
      'These seats were held from your network twice and not paid for, so others have the next chance. ' +
      'Choose other seats, or try again in ten minutes.',
    class_under_pressure:
      'Many seats of this class are being held and are not paid yet. ' +
      'Wait a few minutes and try again, or choose another class or train.',
    run_changed: 'This train has just changed. Reload the page to see its times, seats and prices.',
    sale_closed: 'The railway has closed this part of the train for sale. Choose another train or class.',
    run_not_on_sale: 'This train is not on sale. Choose another train.',
    station_not_on_run: 'This train does not stop at that station. Choose another train.',
    segment_backwards: 'This train does not run from the first station to the second. Choose another train.',
    seat_taken: 'Somebody else just took these seats.',
    not_enough_seats: 'There are not enough seats left.',
    hold_pinned: 'A payment for these seats is in progress. Wait until it is finished.',
    other: (detail: string) => `The server said: ${detail}`,
    crash:
      'Something on this page is broken. Reload it; ' +
      'your booking and your payment are safe on the server.',
    reload: 'Reload',
  },
}

export type Messages = typeof en
