/** Texts of the frame around every screen, and of signing in. */
export const frameEn = {
  console: 'Console',
  screens: {
    label: 'Screens',
    today: 'Today',
    bookings: 'Bookings',
    reports: 'Reports',
  },
  signIn: {
    title: 'Sign in',
    lead: 'For people who work for the railway.',
    ended: 'Your session has ended. Sign in again, and you return to this page.',
    email: 'E-mail',
    password: 'Password',
    code: 'Code',
    codeHint: 'From your authenticator app, or one of your recovery codes.',
    codeRefused: 'This code is wrong, out of date, or used already. Enter the next one.',
    submit: 'Sign in',
    refused: 'This address and password do not belong together, or the account is out of use.',
    wait: (seconds: string) => `Too many attempts. Try again in ${seconds}.`,
    help: 'No account yet? An administrator adds you, or whoever runs the server: holdfast staff add.',
    passengers: 'To the passenger pages',
  },
  me: {
    label: 'Your account',
    roles: {
      administrator: 'Administrator',
      inventory: 'Inventory',
      sales: 'Sales',
      inspector: 'Inspector',
      auditor: 'Auditor',
    } as Readonly<Record<string, string>>,
    mayDo: 'What you may do',
    signOut: 'Sign out',
    signOutEverywhere: 'Sign out on all devices',
  },
  palette: {
    open: 'Search and commands',
    label: 'Type a screen, a train or a command',
    none: 'Nothing matches.',
    hint: 'Arrow keys choose, Enter opens, Escape closes.',
    goTo: 'Go to',
    theme: 'Appearance',
    language: 'Language',
    train: 'Train',
  },
  noRight: {
    title: 'You may not see this',
    text: (right: string) =>
      `This screen needs the right ${right}. An administrator can give you a role with it.`,
  },
  lost: {
    title: 'No such screen',
    text: 'The console has no screen at this address.',
    home: 'To the first screen',
  },
  nothingYet: {
    title: 'Nothing to do here yet',
    text: 'Your roles open no screen. An administrator can give you others.',
  },
  reload: 'Refresh',
  cancel: 'Cancel',
}
