/**
 * The stations of Halvora, an island that exists in no
 * atlas: code, name, latitude, longitude (degrees, WGS 84).
 */
export const stations: readonly (readonly [
  code: string,
  name: string,
  latitude: number,
  longitude: number,
])[] = [
  ['ISF', 'Isfjellet', 48.28, -13.42],
  ['TDL', 'Tøndal', 48.22, -13.85],
  ['NOH', 'Norrholm', 48.1, -14.25],
  ['FJB', 'Fjellby', 47.85, -14.1],
  ['SKV', 'Skarvik', 47.58, -14.02],
  ['BRU', 'Brünnau', 47.25, -13.86],
  ['KES', 'Kestrow', 46.84, -13.74],
  ['ULB', 'Ullaberg', 46.52, -13.66],
  ['GRV', 'Gravensee', 46.24, -13.62],
  ['ARA', 'Ardalen Airport', 46.06, -13.58],
  ['ARD', 'Ardalen Central', 45.93, -13.5],
  ['ARS', 'Ardalen South', 45.86, -13.47],
  ['VEL', 'Vélizanne', 45.55, -13.35],
  ['HML', 'Hautmarel', 45.28, -13.28],
  ['ORL', 'Saint-Orlan', 45.0, -13.2],
  ['MTG', 'Montrégis', 44.72, -13.05],
  ['BVS', 'Beauvesne', 44.47, -12.93],
  ['CAR', 'Çarvela', 44.2, -12.86],
  ['LGN', 'Lagrenade', 44.0, -12.78],
  ['PEL', 'Port Élian', 43.78, -12.72],
  ['WHV', 'Westerhaven', 45.72, -16.05],
  ['LOR', 'Lorquet', 45.8, -15.45],
  ['DUN', 'Dunmarrow', 45.86, -14.85],
  ['OST', 'Östervall', 45.98, -12.95],
  ['BEL', 'Belmora', 46.08, -12.35],
  ['QUI', 'Quintara', 46.2, -11.8],
  ['CAP', 'Cap Lumière', 46.32, -11.35],
  ['PAU', 'Pont-Aubert', 45.5, -13.75],
  ['THL', 'Thermes-sur-Lisse', 45.42, -14.05],
]

/** The tracks, each from end to end. */
export const lines = {
  main: 'ISF TDL NOH FJB SKV BRU KES ULB GRV ARA ARD ARS VEL HML ORL MTG BVS CAR LGN PEL',
  cross: 'WHV LOR DUN ARD OST BEL QUI CAP',
  spa: 'VEL PAU THL',
} as const

/** How each kind of train runs: its speed between stops in km/h, and the minutes it waits at a stop. */
export const products = {
  HX: { routeType: 101, speed: 185, haltMinutes: 2 },
  IC: { routeType: 102, speed: 135, haltMinutes: 2 },
  RE: { routeType: 106, speed: 115, haltMinutes: 1 },
  RB: { routeType: 106, speed: 90, haltMinutes: 1 },
  S: { routeType: 109, speed: 100, haltMinutes: 1 },
  ML: { routeType: 106, speed: 95, haltMinutes: 3 },
  NT: { routeType: 105, speed: 80, haltMinutes: 6 },
} as const

/** Trains of one kind that call at the same stations, in both directions. */
export interface Service {
  readonly product: keyof typeof products
  readonly name: string
  /**
   * Of the first outward train. Each later one adds two, and return trains have the even numbers between.
   */
  readonly number: number
  /** Parts of lines, in the order of the outward train. */
  readonly route: readonly (readonly [line: keyof typeof lines, from: string, to: string])[]
  /** Where it calls; `all` means every station of its route. */
  readonly calls: string
  /** Departures `HH:MM` from the first stop outward, and from the last one back. */
  readonly out: readonly string[]
  readonly back: readonly string[]
  readonly days: 'daily' | 'weekdays' | 'weekends'
}

/** Departures at a fixed interval: `count` of them, the first at `HH:MM`. */
function every(minutes: number, first: string, count: number): string[] {
  const start = Temporal.PlainTime.from(first)
  return Array.from({ length: count }, (_, index) =>
    start.add({ minutes: minutes * index }).toString({ smallestUnit: 'minute' }),
  )
}

const north = ['main', 'NOH', 'ARD'] as const

/** The timetable, outward and back: 80 trains on a weekday, 76 on each day of the weekend. */
export const services: readonly Service[] = [
  {
    product: 'HX',
    name: 'Halvora Express',
    number: 101,
    route: [['main', 'NOH', 'PEL']],
    calls: 'NOH SKV KES ARA ARD VEL ORL CAR PEL',
    out: every(120, '05:40', 7),
    back: every(120, '05:25', 7),
    days: 'daily',
  },
  {
    product: 'IC',
    name: 'Coast to Coast',
    number: 201,
    route: [['cross', 'WHV', 'CAP']],
    calls: 'all',
    out: every(120, '06:10', 7),
    back: every(120, '05:55', 7),
    days: 'daily',
  },
  {
    product: 'IC',
    name: 'Lumière',
    number: 231,
    route: [north, ['cross', 'ARD', 'CAP']],
    calls: 'NOH FJB SKV BRU KES GRV ARD OST BEL QUI CAP',
    out: every(300, '06:55', 3),
    back: every(300, '07:20', 3),
    days: 'daily',
  },
  {
    product: 'IC',
    name: 'Ski Express',
    number: 281,
    route: [['main', 'ARD', 'ISF']],
    calls: 'ARD ARA KES NOH TDL ISF',
    out: ['06:05'],
    back: ['17:30'],
    days: 'weekends',
  },
  {
    product: 'IC',
    name: 'Spa Express',
    number: 291,
    route: [
      ['main', 'ARA', 'VEL'],
      ['spa', 'VEL', 'THL'],
    ],
    calls: 'ARA ARD VEL THL',
    out: ['09:20'],
    back: ['18:10'],
    days: 'weekends',
  },
  {
    product: 'RE',
    name: 'Northern Regional',
    number: 3001,
    route: [['main', 'ARD', 'ISF']],
    calls: 'all',
    out: every(240, '06:20', 4),
    back: every(240, '05:15', 4),
    days: 'daily',
  },
  {
    product: 'RE',
    name: 'Southern Regional',
    number: 3101,
    route: [['main', 'ARD', 'PEL']],
    calls: 'all',
    out: every(240, '07:15', 4),
    back: every(240, '06:30', 4),
    days: 'daily',
  },
  {
    product: 'S',
    name: 'Ardalen Commuter',
    number: 5001,
    route: [['main', 'GRV', 'VEL']],
    calls: 'all',
    out: [...every(30, '06:12', 4), ...every(60, '15:12', 4)],
    back: [...every(30, '06:27', 4), ...every(60, '15:27', 4)],
    days: 'weekdays',
  },
  {
    product: 'S',
    name: 'Ardalen Commuter',
    number: 5101,
    route: [['main', 'GRV', 'VEL']],
    calls: 'all',
    out: every(180, '08:12', 4),
    back: every(180, '08:27', 4),
    days: 'weekends',
  },
  {
    product: 'RB',
    name: 'Lisse Valley',
    number: 5501,
    route: [
      ['main', 'ARD', 'VEL'],
      ['spa', 'VEL', 'THL'],
    ],
    calls: 'all',
    out: every(300, '06:50', 3),
    back: every(300, '08:40', 3),
    days: 'daily',
  },
  {
    product: 'ML',
    name: 'Mail',
    number: 901,
    route: [['main', 'ISF', 'PEL']],
    calls: 'all',
    out: ['08:05'],
    back: ['07:45'],
    days: 'daily',
  },
  {
    product: 'NT',
    name: 'Étoile du Sud',
    number: 401,
    route: [['main', 'NOH', 'PEL']],
    calls: 'NOH SKV KES ARD VEL MTG CAR PEL',
    out: ['21:45'],
    back: ['21:50'],
    days: 'daily',
  },
  {
    product: 'NT',
    name: 'Nordlys',
    number: 403,
    route: [
      ['cross', 'CAP', 'ARD'],
      ['main', 'ARD', 'NOH'],
    ],
    calls: 'CAP QUI BEL ARD KES SKV NOH',
    out: ['22:20'],
    back: ['22:35'],
    days: 'daily',
  },
  {
    product: 'NT',
    name: 'Vesper',
    number: 405,
    route: [
      ['cross', 'WHV', 'ARD'],
      ['main', 'ARD', 'PEL'],
    ],
    calls: 'WHV DUN ARD VEL ORL CAR PEL',
    out: ['22:05'],
    back: ['22:15'],
    days: 'daily',
  },
]
