/**
 * The methods whose accounts the railway keeps itself, in its own database: no provider is asked, so a sale
 * is one decision. What is sold for cash is paid at once; what is sold on an invoice is owed.
 */
export const deskMethods = ['cash', 'invoice'] as const
export type DeskMethod = (typeof deskMethods)[number]

/** Whether the railway itself keeps the account of a payment, and no provider does. */
export function isDeskMethod(method: string): method is DeskMethod {
  return (deskMethods as readonly string[]).includes(method)
}
