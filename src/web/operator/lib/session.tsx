import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, use } from 'react'
import type { Right } from '../../../domain/people/rights.ts'
import { type ApiReply, type ApiRequest, send } from '../../shared/api/client.ts'
import type { Rights, StaffMember, StaffSession, StaffSignInBody } from '../../shared/api-types.ts'
import { Refused, unwrap } from '../../shared/lib/refused.ts'

/** Who is signed in, and what they may do. */
interface Me {
  readonly member: StaffMember
  readonly rights: ReadonlySet<Right>
}

const MeContext = createContext<Me | undefined>(undefined)
export const MeProvider = MeContext

/** Who is signed in; only inside of the console's frame. */
export function useMe(): Me {
  const me = use(MeContext)
  if (!me) throw new Error('nobody is signed in')
  return me
}

/** Told when the server no longer knows the session. */
const sessionEnds = new EventTarget()

/** Sends a request as the member of staff who is signed in. */
export async function ask<T>(request: ApiRequest): Promise<ApiReply<T>> {
  const reply = await send<T>(request)
  if (!reply.ok && reply.refusal.code === 'unauthenticated') sessionEnds.dispatchEvent(new Event('end'))
  return reply
}

/** The value of an answer to somebody who is signed in, for use in a query. */
export function read<T>(path: string, query?: Readonly<Record<string, string>>): Promise<T> {
  return unwrap(ask<T>({ path, ...(query ? { query } : {}) }))
}

async function findMe(): Promise<Me | null> {
  try {
    const [member, { own }] = await Promise.all([
      unwrap(send<StaffMember>({ path: '/api/staff/me' })),
      unwrap(send<Rights>({ path: '/api/operator/rights' })),
    ])
    return { member, rights: new Set(own) }
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'unauthenticated') return null
    throw error
  }
}

/** Who is signed in; null if nobody is. */
export function useFoundMe() {
  return useQuery({ queryKey: ['me'], queryFn: findMe, staleTime: 60_000 })
}

/** Calls back when the server no longer knows the session; returns a function that ends this. */
export function onSessionEnd(listener: () => void): () => void {
  sessionEnds.addEventListener('end', listener)
  return () => sessionEnds.removeEventListener('end', listener)
}

export const signIn = (body: StaffSignInBody) =>
  send<StaffSession>({ method: 'POST', path: '/api/staff/sessions', body })

/** From now on somebody else is signed in, or nobody: what was read for another is forgotten. */
export function forgetOthers(queries: QueryClient, me: Me | null): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
  queries.setQueryData(['me'], me)
}

/** Ends the session on this device or on all. */
export function useSignOut(): (where: 'here' | 'everywhere') => Promise<void> {
  const queries = useQueryClient()
  return async (where) => {
    const path = where === 'here' ? '/api/staff/sessions/current' : '/api/staff/sessions'
    await send({ method: 'DELETE', path })
    forgetOthers(queries, null)
  }
}
