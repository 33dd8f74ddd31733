/** Reads a kept value; undefined if there is none or it is malformed. */
export function readJson<T>(
  storage: Storage,
  name: string,
  isRight: (value: unknown) => value is T,
): T | undefined {
  try {
    const value: unknown = JSON.parse(storage.getItem(name) ?? 'null')
    return isRight(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Keeps a value. If storage is full or off, the value lasts only as long as the page. */
export function writeJson(storage: Storage, name: string, value: unknown): void {
  try {
    storage.setItem(name, JSON.stringify(value))
  } catch {
    // The page works without it.
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
