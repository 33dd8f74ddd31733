/** Reads what was kept; undefined where there is nothing, or something that is not what it should be. */
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

/** Keeps a value. Where storage is full or switched off, it lasts only as long as the page. */
export function writeJson(storage: Storage, name: string, value: unknown): void {
  try {
    storage.setItem(name, JSON.stringify(value))
  } catch {
    // The page works on without it.
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
