import { count } from '../counts/de.ts'
import type { WishesMessages } from './en.ts'

export const wishesDe: WishesMessages = {
  chooseForUs: 'Für uns auswählen',
  another: 'Anderer Vorschlag',
  label: 'Was suchen Sie?',
  together: 'Zusammen',
  likings: {
    window: 'Fenster',
    aisle: 'Gang',
    table: 'Tisch',
    quiet: 'Ruhebereich',
    forward: 'In Fahrtrichtung',
    accessible: 'Stufenfrei',
    family: 'Familienbereich',
    lower: 'Bett unten',
    middle_berth: 'Bett in der Mitte',
    upper: 'Bett oben',
  },
  fitting: (n, shown) =>
    n === 0
      ? 'Kein freier Platz passt zu allem.'
      : count(n, { one: '# Platz passt', other: `${shown} Plätze passen` }),
  proposed: (places, why) => `${places}${why ? `: ${why}` : ''}.`,
  closenesses: {
    side: 'nebeneinander',
    bay: 'zusammen in einer Gruppe',
    row: 'in einer Reihe',
    coach: 'nahe beieinander',
    apart: 'so nah beieinander, wie es noch geht',
  },
  reasons: {
    window: (all) => (all ? 'am Fenster' : 'einer am Fenster'),
    aisle: (all) => (all ? 'am Gang' : 'einer am Gang'),
    table: (all) => (all ? 'am Tisch' : 'teils am Tisch'),
    quiet: (all) => (all ? 'im Ruhebereich' : 'teils im Ruhebereich'),
    forward: (all) => (all ? 'in Fahrtrichtung' : 'teils in Fahrtrichtung'),
    accessible: (all) => (all ? 'stufenfrei' : 'teils stufenfrei'),
    family: (all) => (all ? 'im Familienbereich' : 'teils im Familienbereich'),
    lower: (all) => (all ? 'nur Betten unten' : 'ein Bett unten'),
    middle_berth: (all) => (all ? 'nur Betten in der Mitte' : 'ein Bett in der Mitte'),
    upper: (all) => (all ? 'nur Betten oben' : 'ein Bett oben'),
  },
  unmet: (list) => `Nicht verfügbar: ${list}.`,
  tooFew: 'In dieser Klasse sind nicht genug Plätze für Sie alle frei. Wählen Sie eine andere Klasse.',
  bar: (chosen, party) => `${chosen} von ${count(party, { one: '# Platz', other: '# Plätzen' })}`,
  details: 'Plätze und Reisende',
}
