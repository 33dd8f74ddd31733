import { unitsOf } from '../../shared/lib/format.ts'

/**
 * An amount as somebody types it, `12`, `12.50` or `12,5`, in the smallest unit of the currency; undefined if
 * it is none, or finer than the currency is.
 */
export function centsOf(typed: string, currency: string): number | undefined {
  const units = unitsOf('en', currency)
  const digits = Math.round(Math.log10(units))
  const [, whole, fraction = ''] = /^(\d{1,7})(?:[.,](\d*))?$/.exec(typed.trim()) ?? []
  if (whole === undefined || fraction.length > digits) return undefined
  return Number(whole) * units + Number(fraction.padEnd(digits, '0') || 0)
}
