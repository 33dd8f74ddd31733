import type { Row } from './rows.ts'

/** Reads the version of the timetable, which grows with each import and each roll of the horizon. */
export const selectNetworkVersion = "SELECT value FROM settings WHERE name = 'network_version'"

/** The version in the answer to that; 0 if nothing was ever imported. */
export function networkVersionOf([setting]: readonly Row[]): number {
  return Number(setting?.value ?? 0)
}

export const raiseNetworkVersion = `INSERT INTO settings (name, value) VALUES ('network_version', '1')
  ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(settings.value AS BIGINT) + 1 AS TEXT)`
