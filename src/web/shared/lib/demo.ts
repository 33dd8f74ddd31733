function isOn(name: string): boolean {
  return document.querySelector(`meta[name="holdfast-${name}"]`)?.getAttribute('content') === 'on'
}

/** Whether the server lets passengers choose the outcome of the mock payment service. */
export function isDemo(): boolean {
  return isOn('demo')
}

/** Whether the mails of the server can be read on a page, on the server's own machine. */
export function hasOutbox(): boolean {
  return isOn('outbox')
}
