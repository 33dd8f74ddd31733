export const pastEn = {
  past: {
    open: 'Look into the past',
    close: 'Back to the present',
    title: 'The run as it was',
    none: 'Nothing has happened on this run yet.',
    play: 'Play',
    pause: 'Pause',
    moment: 'Moment',
    before: 'Before the first act',
    present: 'Now',
  },
}
