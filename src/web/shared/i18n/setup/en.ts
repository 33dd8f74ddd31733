export const setupEn = {
  title: 'Make the first administrator',
  lead:
    'This railway has nobody yet who may manage it. The account that you make here can do everything: add ' +
    'staff, import timetables, close runs, and make keys for machines.',
  name: 'Your name',
  nameError: 'Enter a name of 1 to 100 characters.',
  email: 'E-mail address',
  emailError: 'Enter a complete e-mail address.',
  emailHint: 'You sign in with it.',
  taken: 'Somebody has this address already. Use another one.',
  password: 'Password',
  passwordHint: 'At least 12 characters, of any kind. Three or four random words are good.',
  commonPassword:
    'This password is easily guessed. Choose another one, such as several words that do not belong together.',
  passwordError: 'Choose a password of 12 to 128 characters.',
  again: 'The same password again',
  againError: 'The two passwords are not the same.',
  submit: 'Make the account',
  next: 'Then you are signed in, and the console opens. This link does not work a second time.',
  closedTitle: 'This link does not open anything',
  closed:
    'A set-up link works once, for 30 minutes, and only until there is an administrator. Each start of the ' +
    'server prints a new one and ends the one before.',
  closedNext:
    'If you have an account, sign in. If nobody has one yet, start the server again and open the link that ' +
    'it prints, or run this on its machine:',
  doneTitle: 'The account is made',
  done: (name: string) => `Welcome, ${name}. You are signed in as administrator.`,
  doneNext:
    'Add a second factor to your account soon, and make a second administrator, so that the railway does ' +
    'not depend on one person.',
  toConsole: 'Open the console',
}

export type SetupTexts = typeof setupEn
