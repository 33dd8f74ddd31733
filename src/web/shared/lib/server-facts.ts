function factOf(name: string): string {
  return document.querySelector(`meta[name="holdfast-${name}"]`)?.getAttribute('content') ?? 'off'
}

/** Whether the server lets passengers choose the outcome of the mock payment service. */
export function isDemo(): boolean {
  return factOf('demo') === 'on'
}

/** Whether the mails of the server can be read on a page, on the server's own machine. */
export function hasOutbox(): boolean {
  return factOf('outbox') === 'on'
}

/** How long the server keeps held seats, in milliseconds; undefined if the page does not come from one. */
export function holdMs(): number | undefined {
  const seconds = Number(factOf('hold-seconds'))
  return Number.isNaN(seconds) ? undefined : seconds * 1000
}
