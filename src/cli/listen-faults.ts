import { WrongUse } from './failures.ts'

/** Explains in one sentence why the server cannot listen on an address, if a retry would not help. */
export function explainListenFault(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE')
    return new WrongUse(`PORT ${port} on ${host} is in use: choose another with PORT or --port.`)
  if (code === 'EACCES') return new WrongUse(`This user may not use PORT ${port}: choose one above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new WrongUse(
      `HOST ${host} is not an address of this machine: choose one that is with HOST or --host.`,
    )
  return error
}
