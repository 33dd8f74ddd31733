import type { ApiKey } from '../../domain/records/people.ts'
import { utcTime } from './local-time.ts'

export function keyOnWire({ id, name, rights, networks, requestsPerSecond, ...times }: ApiKey) {
  const { createdAt, expiresAt, lastUsedAt, revokedAt } = times
  return {
    ...{ key_id: String(id), name, rights: [...rights], networks: [...networks] },
    ...{ requests_per_second: requestsPerSecond, created_at: utcTime(createdAt) },
    expires_at: expiresAt && utcTime(expiresAt),
    last_used_at: lastUsedAt && utcTime(lastUsedAt),
    revoked_at: revokedAt && utcTime(revokedAt),
  }
}
