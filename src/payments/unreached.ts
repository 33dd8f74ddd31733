/** The host refuses connections, has no address, or is on an unreachable network. */
const noConnection = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
/** The system calls before a connection exists: the connection itself, or the lookup of its address. */
const beforeConnection = new Set(['connect', 'getaddrinfo'])

/**
 * True if a fault proves that there was no connection, so no byte of the request can have left. A timeout or
 * a broken connection proves nothing.
 */
export function isUnreached(fault: unknown): boolean {
  // For a host with several addresses, every one of them was tried.
  if (fault instanceof AggregateError) return fault.errors.length > 0 && fault.errors.every(isUnreached)
  if (!(fault instanceof Error && 'code' in fault && 'syscall' in fault)) return false
  return noConnection.has(String(fault.code)) && beforeConnection.has(String(fault.syscall))
}
