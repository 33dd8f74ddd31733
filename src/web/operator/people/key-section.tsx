import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiKey, ApiKeys } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf } from '../../shared/lib/refused.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { read, useMe } from '../lib/session.tsx'
import { useAct } from '../lib/use-act.ts'
import { WideTable } from '../parts/table.tsx'
import { AddKeyAct } from './add-key-act.tsx'

/** The keys of machines. */
export function KeySection() {
  const t = useTexts()
  const { rights } = useMe()
  const [done, setDone] = useState('')
  const list = useQuery({ queryKey: ['keys'], queryFn: () => read<ApiKeys>('/api/operator/keys') })
  const refusal = refusalOf(list.error)
  const settle = (words: string) => {
    setDone(words)
    void list.refetch()
  }
  return (
    <div className="booking-main">
      <h2>{t.keys.title}</h2>
      <p className="quiet">{t.keys.lead}</p>
      <div role="status">{done !== '' && <p className="notice notice-good">{done}</p>}</div>
      {refusal && <ProblemNotice refusal={refusal} onRetry={() => void list.refetch()} />}
      {!list.data && !refusal && <Skeleton rows={3} />}
      {list.data?.keys.length === 0 && <p className="card">{t.keys.none}</p>}
      {list.data && list.data.keys.length > 0 && <KeyTable keys={list.data.keys} onDone={settle} />}
      {rights.has('keys.change') && <AddKeyAct onMade={() => settle('')} />}
    </div>
  )
}

interface KeyTableProps {
  readonly keys: readonly ApiKey[]
  readonly onDone: (words: string) => void
}

function KeyTable({ keys, onDone }: KeyTableProps) {
  const t = useTexts()
  const { rights } = useMe()
  const heads = [t.keys.name, t.keys.state, t.keys.rights, t.keys.networks, t.keys.lastUsed, t.keys.ends]
  return (
    <WideTable caption={t.keys.title} heads={[...heads, null]}>
      {keys.map((one) => (
        <tr key={one.key_id}>
          <KeyCells apiKey={one} />
          <td>
            {one.revoked_at === null && rights.has('keys.change') && (
              <RevokeButton apiKey={one} onDone={onDone} />
            )}
          </td>
        </tr>
      ))}
    </WideTable>
  )
}

function KeyCells({ apiKey: one }: { readonly apiKey: ApiKey }) {
  const t = useTexts()
  const { f } = useI18n()
  const hasEnded = one.expires_at !== null && Date.parse(one.expires_at) <= Date.now()
  const state = hasEnded ? t.keys.ended : t.keys.inUse
  return (
    <>
      <th scope="row">{one.name}</th>
      <td>{one.revoked_at === null ? state : t.keys.revoked(f.moment(one.revoked_at))}</td>
      <td>
        <code>{one.rights.join(' ')}</code>
      </td>
      <td>{one.networks.join(', ') || t.keys.anywhere}</td>
      <td>{one.last_used_at === null ? t.keys.never : f.moment(one.last_used_at)}</td>
      <td>{one.expires_at === null ? t.keys.endsNever : f.moment(one.expires_at)}</td>
    </>
  )
}

interface RevokeButtonProps {
  readonly apiKey: ApiKey
  readonly onDone: (words: string) => void
}

/** Revokes a key after one more question. */
function RevokeButton({ apiKey, onDone }: RevokeButtonProps) {
  const t = useTexts()
  const { isBusy, refusal, act } = useAct()
  const [isAsked, setIsAsked] = useState(false)
  const revoke = async () => {
    const path = `/api/operator/keys/${encodeURIComponent(apiKey.key_id)}`
    if ((await act<null>({ method: 'DELETE', path })) !== undefined)
      onDone(t.people.done.revoked(apiKey.name))
  }
  if (!isAsked)
    return (
      <button type="button" className="button" onClick={() => setIsAsked(true)}>
        {t.keys.revoke(apiKey.name)}
      </button>
    )
  return (
    <div>
      <p>{t.keys.sure}</p>
      {refusal && <ProblemNotice refusal={refusal} />}
      <div className="bar">
        <button type="button" className="button danger" disabled={isBusy} onClick={() => void revoke()}>
          {t.keys.confirm}
        </button>
        <button type="button" className="button" onClick={() => setIsAsked(false)}>
          {t.cancel}
        </button>
      </div>
    </div>
  )
}
