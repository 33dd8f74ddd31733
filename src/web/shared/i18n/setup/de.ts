import type { SetupTexts } from './en.ts'

export const setupDe: SetupTexts = {
  title: 'Die erste Verwaltung einrichten',
  lead:
    'Für diese Bahn ist noch niemand eingetragen, der sie verwalten darf. Mit dem Konto, das Sie hier ' +
    'anlegen, können Sie alles: Personal eintragen, Fahrpläne einlesen, Fahrten sperren und Schlüssel für ' +
    'Maschinen anlegen.',
  name: 'Ihr Name',
  nameError: 'Geben Sie einen Namen mit 1 bis 100 Zeichen ein.',
  email: 'E-Mail-Adresse',
  emailError: 'Geben Sie eine vollständige E-Mail-Adresse ein.',
  emailHint: 'Damit melden Sie sich an.',
  taken: 'Diese Adresse hat schon jemand. Nehmen Sie eine andere.',
  password: 'Passwort',
  passwordHint: 'Mindestens 12 beliebige Zeichen. Gut sind drei oder vier zufällige Wörter.',
  commonPassword:
    'Dieses Passwort ist leicht zu erraten. Nehmen Sie etwa mehrere Wörter, die nicht zusammengehören.',
  passwordError: 'Wählen Sie ein Passwort mit 12 bis 128 Zeichen.',
  again: 'Dasselbe Passwort noch einmal',
  againError: 'Die beiden Passwörter sind nicht gleich.',
  submit: 'Konto anlegen',
  next: 'Danach sind Sie angemeldet, und es geht weiter zur Verwaltung. Dieser Link gilt nur einmal.',
  closedTitle: 'Dieser Link öffnet nichts',
  closed:
    'Ein solcher Link gilt einmal, 30 Minuten lang und nur, solange es noch keine Verwaltung gibt. Bei ' +
    'jedem Start gibt der Server einen neuen aus; der vorige gilt dann nicht mehr.',
  closedNext:
    'Wenn Sie ein Konto haben, melden Sie sich an. Wenn noch niemand eines hat, starten Sie den Server ' +
    'neu und öffnen Sie den Link, den er ausgibt, oder geben Sie auf seinem Rechner ein:',
  doneTitle: 'Das Konto ist angelegt',
  done: (name) => `Willkommen, ${name}. Sie sind angemeldet und dürfen alles verwalten.`,
  doneNext:
    'Richten Sie bald einen zweiten Faktor für Ihr Konto ein, und tragen Sie eine zweite Person für die ' +
    'Verwaltung ein, damit die Bahn nicht von einer allein abhängt.',
  toConsole: 'Zur Verwaltung',
}
