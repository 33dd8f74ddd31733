/** Texts of the audit trail. */
export const auditEn = {
  audit: {
    title: 'Audit trail',
    link: 'Audit trail',
    run: 'Number of the run',
    booking: 'Booking',
    action: 'What happened',
    anyAction: 'Everything',
    staff: 'Member of staff',
    staffNumber: 'Number of the member of staff',
    anyStaff: 'Everybody',
    show: 'Show',
    reset: 'Clear the filters',
    ofRun: 'What happened to one train.',
    toRun: 'To the train',
    ofBooking: 'What happened to one booking.',
    ofNoTrain:
      'What belongs to no train: staff, keys, accounts and closed days. For a train or a booking, enter ' +
      'the number of its run or its code, or follow “Audit trail” on the page of a train.',
    older: 'Show older entries',
    reading: 'Reading …',
    atEnd: 'These are all.',
    none: 'No entry fits',
    noneHelp: 'Nothing of this kind has happened, or it is older than what is kept. Fewer filters show more.',
    notYet: 'Nothing among the newest entries; there are older ones.',
    noRun: 'There is no run with this number. The address of its page ends with it.',
    noBooking: 'There is no booking with this code, or it is not one of this run.',
  },
}
