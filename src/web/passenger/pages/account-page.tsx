import { useQuery, useQueryClient } from '@tanstack/react-query'
import { showAccount } from '../../shared/api/account-operations.ts'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { useAccountTexts } from '../lib/account-texts.ts'
import { AccountData } from '../parts/account-data.tsx'
import { AccountDeletion } from '../parts/account-deletion.tsx'
import { AccountEmail } from '../parts/account-email.tsx'
import { AccountEntry } from '../parts/account-entry.tsx'
import { AccountPassengers } from '../parts/account-passengers.tsx'
import { AccountPasskeys } from '../parts/account-passkeys.tsx'
import { AccountPassword } from '../parts/account-password.tsx'
import { AccountSessionList } from '../parts/account-session-list.tsx'

/** The account of who has signed in, and the way to sign in or register for everybody else. */
export function AccountPage() {
  const t = useAccountTexts()
  const queries = useQueryClient()
  const found = useQuery({ queryKey: ['account'], queryFn: () => unwrap(showAccount()) })
  const refusal = refusalOf(found.error)
  // What this browser may see is another matter now.
  const changed = () => void queries.resetQueries()
  if (refusal?.code === 'unauthenticated') return <AccountEntry onSignedIn={changed} />
  return (
    <Page title={t.title} screen="account" className="find-page">
      {found.data && (
        <>
          <AccountSessionList email={found.data.email} onSignedOut={changed} />
          <AccountPassengers />
          <AccountPasskeys email={found.data.email} />
          <AccountPassword />
          <AccountEmail onChanged={() => void queries.invalidateQueries({ queryKey: ['account'] })} />
          <AccountData />
          <AccountDeletion onDeleted={changed} />
        </>
      )}
      {!found.data && !refusal && <Skeleton rows={4} className="skeleton-cards" />}
      {refusal && <ProblemNotice refusal={refusal} onRetry={() => void found.refetch()} />}
    </Page>
  )
}
