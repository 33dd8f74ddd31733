import type { frameEn } from './en.ts'

export const frameDe: typeof frameEn = {
  console: 'Leitstand',
  screens: {
    label: 'Bereiche',
    today: 'Heute',
    bookings: 'Buchungen',
    sell: 'Verkauf',
    reports: 'Berichte',
    people: 'Personal',
    audit: 'Protokoll',
  },
  signIn: {
    title: 'Anmelden',
    lead: 'Für alle, die bei der Bahn arbeiten.',
    ended: 'Ihre Sitzung ist beendet. Melden Sie sich wieder an, dann sind Sie zurück auf dieser Seite.',
    email: 'E-Mail',
    password: 'Passwort',
    code: 'Kennzahl',
    codeHint: 'Aus Ihrer Authenticator-App, oder eine Ihrer Ersatzkennzahlen.',
    codeRefused: 'Diese Kennzahl ist falsch, veraltet oder schon benutzt. Geben Sie die nächste ein.',
    submit: 'Anmelden',
    refused: 'Adresse und Passwort gehören nicht zusammen, oder das Konto ist gesperrt.',
    wait: (seconds) => `Zu viele Versuche. Versuchen Sie es in ${seconds} wieder.`,
    help: 'Noch kein Konto? Die Verwaltung legt es an, oder wer den Server betreibt: holdfast staff add.',
    passengers: 'Zu den Seiten für Fahrgäste',
  },
  me: {
    label: 'Ihr Konto',
    roles: {
      administrator: 'Verwaltung',
      inventory: 'Platzbestand',
      sales: 'Verkauf',
      inspector: 'Zugbegleitung',
      auditor: 'Revision',
    },
    mayDo: 'Was Sie dürfen',
    signOut: 'Abmelden',
    signOutEverywhere: 'Auf allen Geräten abmelden',
  },
  palette: {
    open: 'Suche und Befehle',
    label: 'Bereich, Zug oder Befehl eingeben',
    none: 'Nichts passt dazu.',
    hint: 'Pfeiltasten wählen, Eingabe öffnet, Escape schließt.',
    goTo: 'Gehe zu',
    theme: 'Darstellung',
    language: 'Sprache',
    train: 'Zug',
  },
  noRight: {
    title: 'Das dürfen Sie nicht sehen',
    text: (right) =>
      `Dieser Bereich verlangt das Recht ${right}. Die Verwaltung kann Ihnen eine Rolle damit geben.`,
  },
  lost: {
    title: 'Diesen Bereich gibt es nicht',
    text: 'Der Leitstand hat unter dieser Adresse keinen Bereich.',
    home: 'Zum ersten Bereich',
  },
  nothingYet: {
    title: 'Hier gibt es für Sie noch nichts zu tun',
    text: 'Ihre Rollen öffnen keinen Bereich. Die Verwaltung kann Ihnen andere geben.',
  },
  reload: 'Auffrischen',
  cancel: 'Abbrechen',
}
