import { useQuery } from '@tanstack/react-query'
import { showOutbox } from '../../shared/api/operations.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'

/** The mails of a demo that has no mail server. */
export function OutboxPage() {
  const { t } = useI18n()
  return (
    <Page title={t.outbox.title} screen="outbox" className="outbox-page">
      <Mails />
    </Page>
  )
}

function Mails() {
  const { t, f } = useI18n()
  const found = useQuery({
    queryKey: ['outbox'],
    queryFn: () => unwrap(showOutbox()),
    refetchInterval: 5_000,
    refetchOnWindowFocus: 'always',
  })
  const refusal = refusalOf(found.error)
  if (refusal?.code === 'not_found') return <p className="notice notice-info">{t.outbox.none}</p>
  if (!found.data)
    return refusal ? (
      <ProblemNotice refusal={refusal} onRetry={() => void found.refetch()} />
    ) : (
      <Skeleton rows={4} className="skeleton-cards" />
    )
  const { mails } = found.data
  return (
    <>
      <p className="lead">{t.outbox.lead}</p>
      {mails.length === 0 && <p className="card empty">{t.outbox.empty}</p>}
      <ol className="run-list">
        {mails.map((mail) => (
          <li key={`${mail.at} ${mail.subject} ${mail.text}`}>
            <article className="card outbox-mail">
              <h2>
                <bdi>{mail.subject}</bdi>
              </h2>
              <p className="quiet">
                {t.outbox.to} <bdi>{mail.to}</bdi>, {f.clock(mail.at)}
              </p>
              <pre dir="auto">{mail.text}</pre>
            </article>
          </li>
        ))}
      </ol>
      <button type="button" className="button" onClick={() => void found.refetch()}>
        {t.outbox.refresh}
      </button>
    </>
  )
}
