import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { refusalOf } from '../../shared/lib/refused.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { PageSkeleton } from '../../shared/parts/skeleton.tsx'
import { forgetOthers, MeProvider, onSessionEnd, useFoundMe } from '../lib/session.tsx'
import { SignIn } from './sign-in.tsx'

/**
 * Shows the console to whoever is signed in, and the form for signing in to everybody else. The address stays
 * as it is, so a session that ends on the way is continued on the same screen.
 */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient()
  const found = useFoundMe()
  const [hasEnded, setHasEnded] = useState(false)
  useEffect(
    () =>
      onSessionEnd(() => {
        setHasEnded(true)
        forgetOthers(queries, null)
      }),
    [queries],
  )
  const refusal = refusalOf(found.error)
  if (refusal)
    return (
      <div className="page">
        <ProblemNotice refusal={refusal} onRetry={() => void found.refetch()} />
      </div>
    )
  if (found.data === undefined) return <PageSkeleton />
  if (found.data === null)
    return (
      <SignIn
        hasEnded={hasEnded}
        onSignedIn={async () => {
          await found.refetch()
          setHasEnded(false)
        }}
      />
    )
  return <MeProvider value={found.data}>{children}</MeProvider>
}
