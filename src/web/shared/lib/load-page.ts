import { readJson, writeJson } from './storage.ts'

const place = 'holdfast.reloaded-at'
/** A page that fails again so soon after it was loaded anew would fail every time. */
const triedLatelyMs = 10_000

const isMoment = (value: unknown): value is number => typeof value === 'number'

/**
 * Loads the code of a page. If that fails, this document is loaded anew when the network is back: a browser
 * remembers code that it could not load, and after an upgrade the server has it under another name. What the
 * passenger was doing is in the address and in the session's storage. Throws if that was tried just now.
 */
export async function loadPage<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (fault) {
    await untilOnline()
    if (Date.now() - (readJson(sessionStorage, place, isMoment) ?? 0) < triedLatelyMs) throw fault
    writeJson(sessionStorage, place, Date.now())
    location.reload()
    return new Promise(() => undefined)
  }
}

function untilOnline(): Promise<void> {
  if (navigator.onLine) return Promise.resolve()
  return new Promise((resolve) => addEventListener('online', () => resolve(), { once: true }))
}
