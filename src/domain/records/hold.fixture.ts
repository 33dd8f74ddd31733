/** How long a hold of a test lives, and how long its payment may take beyond that. */
export const holdMs = 120_000
export const paymentTimeoutMs = 30_000
