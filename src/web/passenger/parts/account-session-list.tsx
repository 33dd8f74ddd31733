import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { listAccountSessions, signOut, signOutEverywhere } from '../../shared/api/account-operations.ts'
import type { ApiRefusal } from '../../shared/api/client.ts'
import type { AccountSessions } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { useAccountTexts } from '../lib/account-texts.ts'
import { forgetAllTickets } from '../lib/kept-tickets.ts'
import { paths } from '../lib/paths.ts'

interface SessionListProps {
  readonly email: string
  readonly onSignedOut: () => void
}

/** Who is signed in, where, and how to sign out here and everywhere. */
export function AccountSessionList({ email, onSignedOut }: SessionListProps) {
  const t = useAccountTexts()
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const found = useQuery({
    queryKey: ['account', 'sessions'],
    queryFn: () => unwrap(listAccountSessions()),
  })
  const listRefusal = refusal ?? refusalOf(found.error)
  const end = async (work: typeof signOut) => {
    const reply = await work()
    if (reply.ok || reply.refusal.code === 'unauthenticated') {
      await forgetAllTickets()
      onSignedOut()
    } else setRefusal(reply.refusal)
  }
  return (
    <>
      <section className="card find-form">
        <p>{t.signedInAs(email)}</p>
        <div className="actions">
          <Link className="button primary" href={paths.bookings}>
            {t.bookings}
          </Link>
          <button type="button" className="button" onClick={() => void end(signOut)}>
            {t.signOut}
          </button>
        </div>
      </section>
      <section className="card find-form">
        <h2>{t.sessionsHeading}</h2>
        {found.data && (
          <ul>
            {found.data.sessions.map((session) => (
              <SessionItem key={session.session_id} session={session} />
            ))}
          </ul>
        )}
        {listRefusal && <ProblemNotice refusal={listRefusal} />}
        <div className="actions">
          <button type="button" className="button" onClick={() => void end(signOutEverywhere)}>
            {t.signOutEverywhere}
          </button>
        </div>
      </section>
    </>
  )
}

function SessionItem({ session }: { readonly session: AccountSessions['sessions'][number] }) {
  const t = useAccountTexts()
  const { f } = useI18n()
  return (
    <li>
      <strong>{session.is_current ? t.thisDevice : t.otherDevice}</strong>
      <br />
      <span className="quiet">
        {t.since(f.moment(session.created_at))} · {t.lastUsed(f.moment(session.last_used_at))}
      </span>
    </li>
  )
}
