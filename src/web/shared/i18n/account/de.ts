import type { AccountTexts } from './en.ts'

export const accountDe: AccountTexts = {
  signInTitle: 'Anmelden',
  signInLead: 'Mit einem Konto sehen Sie Ihre Buchungen auf jedem Gerät. Buchen können Sie auch ohne Konto.',
  email: 'E-Mail-Adresse',
  emailError: 'Geben Sie eine vollständige E-Mail-Adresse ein.',
  password: 'Passwort',
  passwordMissing: 'Geben Sie Ihr Passwort ein.',
  newPassword: 'Neues Passwort',
  newPasswordHint: 'Mindestens 12 Zeichen. Gut sind drei oder vier zufällige Wörter.',
  newPasswordError: 'Wählen Sie ein Passwort mit 12 bis 128 Zeichen.',
  signIn: 'Anmelden',
  refused:
    'E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beides, ' +
    'oder legen Sie ein neues Passwort fest.',
  toRegister: 'Konto anlegen',
  toReset: 'Passwort vergessen?',
  toSignIn: 'Stattdessen anmelden',
  registerTitle: 'Konto anlegen',
  registerLead:
    'Wir senden einen Code an Ihre E-Mail-Adresse. Buchungen und Plätze aus diesem Browser gehören danach ' +
    'zu Ihrem Konto.',
  resetTitle: 'Neues Passwort festlegen',
  resetLead: 'Wir senden einen Code an die E-Mail-Adresse Ihres Kontos.',
  send: 'Code senden',
  codeTitle: 'Code eingeben',
  sentToNew: (email) => `Eine Nachricht an ${email} ist unterwegs. Ihr Code gilt 15 Minuten lang.`,
  sentToReset: (email) =>
    `Falls es ein Konto mit ${email} gibt, ist ein Code dorthin unterwegs. Er gilt 15 Minuten lang.`,
  finishRegister: 'Konto anlegen',
  finishReset: 'Passwort speichern',
  taken:
    'Es gibt schon ein Konto mit dieser E-Mail-Adresse. Melden Sie sich an, ' +
    'oder legen Sie ein neues Passwort fest.',
  changeEmail: 'E-Mail-Adresse ändern',
  title: 'Ihr Konto',
  signedInAs: (email) => `Sie sind angemeldet als ${email}.`,
  bookings: 'Zu meinen Buchungen',
  signOut: 'Abmelden',
  passwordHeading: 'Passwort ändern',
  passwordLead: 'Hier bleiben Sie angemeldet, auf allen anderen Geräten werden Sie abgemeldet.',
  oldPassword: 'Bisheriges Passwort',
  changePassword: 'Passwort ändern',
  wrongPassword: 'Das ist nicht Ihr bisheriges Passwort.',
  changed: 'Ihr Passwort ist geändert.',
  emailLead: 'Wir senden einen Code an die neue Adresse und einen Hinweis an die bisherige.',
  newEmail: 'Neue E-Mail-Adresse',
  finishEmail: 'Neue Adresse speichern',
  emailTaken: 'Ein anderes Konto hat diese E-Mail-Adresse.',
  emailChanged: 'Ihre E-Mail-Adresse ist geändert.',
  deleteHeading: 'Konto löschen',
  deleteLead:
    'Ihre Buchungen bleiben gültig. Sie öffnen sie mit dem Link auf dem Ticket oder mit Buchungsnummer ' +
    'und Code.',
  deleteAccount: 'Mein Konto löschen',
  sessionsHeading: 'Wo Sie angemeldet sind',
  thisDevice: 'Dieses Gerät',
  otherDevice: 'Anderes Gerät',
  since: (moment) => `Angemeldet am ${moment}`,
  lastUsed: (moment) => `Zuletzt verwendet am ${moment}`,
  signOutEverywhere: 'Überall abmelden',
}
