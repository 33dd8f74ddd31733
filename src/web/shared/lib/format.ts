/** How one language writes dates, times, durations and money. */
export interface Formats {
  /** Local time at the station, `14:05`, whatever the reader's time zone. */
  readonly time: (rfc3339: string) => string
  /** `Tue 24 Nov` */
  readonly day: (date: string) => string
  /** `Tuesday 24 November 2026` */
  readonly longDay: (date: string) => string
  readonly weekday: (date: string) => string
  readonly dayOfMonth: (date: string) => string
  readonly month: (date: string) => string
  /** A moment in the reader's own time zone. */
  readonly moment: (rfc3339: string) => string
  readonly clock: (rfc3339: string) => string
  /** `3h 48m` */
  readonly duration: (milliseconds: number) => string
  /** `2 minutes`, in words, to the second */
  readonly span: (milliseconds: number) => string
  readonly money: (cents: number, currency: string) => string
  /** Without the cents if they are zero; for narrow spaces. */
  readonly shortMoney: (cents: number, currency: string) => string
  /** Of a hundred: `50%` */
  readonly percent: (value: number) => string
  readonly number: (value: number) => string
  readonly list: (texts: readonly string[]) => string
}

/**
 * The station's local clock and calendar as if they were UTC, so that the reader's time zone does not
 * interfere.
 */
function asShown(rfc3339: string): Date {
  return new Date(`${rfc3339.slice(0, 19)}Z`)
}

function noon(date: string): Date {
  return new Date(`${date}T12:00:00Z`)
}

/** 100 for euros, 1 for yen. */
export function unitsOf(locale: string, currency: string): number {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return 10 ** maximumFractionDigits
}

export function makeFormats(locale: string): Formats {
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
    return (date: string) => format.format(noon(date))
  }
  const times = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const moments = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  })
  const clocks = new Intl.DateTimeFormat(locale, { timeStyle: 'short', hourCycle: 'h23' })
  // The shortest form with consistent units. German would mix `3h` and `48 Min.`; Arabic has one form.
  const unitDisplay = locale.startsWith('en') ? 'narrow' : 'short'
  const hours = new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay })
  const minutes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay })
  // In words, but Arabic in its one short form, which stays the same wherever it is in a sentence.
  const inWords = locale.startsWith('ar') ? 'short' : 'long'
  const parts = (unit: string) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: inWords })
  const [longMinutes, longSeconds] = [parts('minute'), parts('second')]
  const numbers = new Intl.NumberFormat(locale)
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })
  const moneyFormats = new Map<string, (cents: number) => string>()
  const moneyOf = (currency: string, isShort: boolean) => {
    const name = `${currency} ${isShort}`
    const known = moneyFormats.get(name)
    if (known) return known
    const units = unitsOf(locale, currency)
    const format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      ...(isShort ? { trailingZeroDisplay: 'stripIfInteger' } : {}),
    })
    const made = (cents: number) => format.format(cents / units)
    moneyFormats.set(name, made)
    return made
  }
  return {
    time: (rfc3339) => times.format(asShown(rfc3339)),
    day: dates({ weekday: 'short', day: 'numeric', month: 'short' }),
    longDay: dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    weekday: dates({ weekday: 'short' }),
    dayOfMonth: dates({ day: 'numeric' }),
    month: dates({ month: 'short' }),
    moment: (rfc3339) => moments.format(new Date(rfc3339)),
    clock: (rfc3339) => clocks.format(new Date(rfc3339)),
    duration(milliseconds) {
      const whole = Math.round(milliseconds / 60_000)
      const rest = minutes.format(whole % 60)
      return whole < 60 ? rest : `${hours.format(Math.floor(whole / 60))} ${rest}`
    },
    span(milliseconds) {
      const seconds = Math.round(milliseconds / 1000)
      const [whole, rest] = [Math.floor(seconds / 60), seconds % 60]
      const texts = [
        ...(whole > 0 ? [longMinutes.format(whole)] : []),
        ...(rest > 0 || whole === 0 ? [longSeconds.format(rest)] : []),
      ]
      return texts.join(' ')
    },
    money: (cents, currency) => moneyOf(currency, false)(cents),
    shortMoney: (cents, currency) => moneyOf(currency, true)(cents),
    percent: (value) => percents.format(value / 100),
    number: (value) => numbers.format(value),
    list: (texts) => lists.format(texts),
  }
}

/** Days between the calendar days of two local times. */
export function daysBetween(earlier: string, later: string): number {
  const day = (text: string) =>
    Date.UTC(+text.slice(0, 4), +text.slice(5, 7) - 1, +text.slice(8, 10)) / 86_400_000
  return day(later) - day(earlier)
}

export function addDays(date: string, days: number): string {
  return new Date(noon(date).getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whether this is a calendar date, `2026-11-24`. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(noon(text).getTime()) && addDays(text, 0) === text
}
