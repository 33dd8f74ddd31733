/** What the audit trail is asked for, by its names in the address. */
const filterNames = ['run', 'booking', 'action', 'staff'] as const

/** Empty where nothing is asked about. Without run and booking: what belongs to no train. */
export type AuditFilters = Readonly<Record<(typeof filterNames)[number], string>>

/** The filters that an address or a form has. */
export function filtersOf(given: { get(name: string): unknown }): AuditFilters {
  const textOf = (name: string) => {
    const value = given.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  return {
    ...{ run: textOf('run'), booking: textOf('booking').toUpperCase() },
    ...{ action: textOf('action'), staff: textOf('staff') },
  }
}

/** The same without what is empty, for an address. */
export function toAddress(filters: AuditFilters): Readonly<Record<string, string>> {
  return Object.fromEntries(filterNames.filter((name) => filters[name]).map((name) => [name, filters[name]]))
}

/** The same as the operation takes it. */
export function toQuery(filters: AuditFilters): Readonly<Record<string, string>> {
  const asked = { train_run_id: filters.run, booking_id: filters.booking }
  const narrowed = { action: filters.action, staff_id: filters.staff }
  return Object.fromEntries(Object.entries({ ...asked, ...narrowed }).filter(([, value]) => value !== ''))
}
