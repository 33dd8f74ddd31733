/** How much of a body is read. */
export interface BodyLimits {
  readonly bytes: number
  /** How deeply objects and lists may be nested; the body itself is the first level. */
  readonly depth: number
}

/** The largest honest body, a booking for a full party, has about 2 kB and 3 levels. */
const usualLimits: BodyLimits = { bytes: 64 * 1024, depth: 8 }

/** The limits that an operation declares; otherwise the usual ones. */
export function bodyLimitsOf(
  operation: { readonly bodyLimits?: Partial<BodyLimits> } | undefined,
): BodyLimits {
  return { ...usualLimits, ...operation?.bodyLimits }
}
