import type { TicketTexts } from './en.ts'

export const ticketDe: TicketTexts = {
  show: 'Zeigen Sie diesen Code, wenn Sie nach Ihrer Fahrkarte gefragt werden.',
  codeOf: (booking) => `Fahrkarten-Code der Buchung ${booking}`,
  enlarge: 'Code vergrößern',
  failed: 'Der Code kann gerade nicht angezeigt werden.',
  pdf: 'Als PDF speichern',
  calendar: 'In den Kalender eintragen',
  saved: (moment) =>
    `Sie sehen eine Kopie, die dieses Gerät am ${moment} gespeichert hat. ` +
    'Die Buchung kann sich seitdem geändert haben.',
}
