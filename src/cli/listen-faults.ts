import { WrongUse } from './failures.ts'

/** Says in a sentence why an address cannot be listened on, where trying again does not help. */
export function explainListenFault(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE')
    return new WrongUse(`PORT ${port} on ${host} is in use: choose another with PORT or --port.`)
  if (code === 'EACCES')
    return new WrongUse(`PORT ${port} may not be used by this user: choose one above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new WrongUse(`HOST ${host} is no address of this machine.`)
  return error
}
