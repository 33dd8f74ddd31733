import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { releaseHold } from '../../shared/api/operations.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { clockText, useSecondsLeft } from '../../shared/lib/countdown.ts'
import { forgetHold, useOpenHolds } from '../lib/open-holds.ts'
import { paths } from '../lib/paths.ts'
import { placeName } from '../lib/place-name.ts'
import type { HoldView } from '../lib/use-hold.ts'

/** The open holds of this browser, on every page but their own, one tap from going on or giving them up. */
export function HoldBar() {
  const { t } = useI18n()
  const [path] = useLocation()
  const views = useOpenHolds().filter(({ hold }) => paths.checkout(hold.hold_token) !== path)
  if (views.length === 0) return null
  return (
    <aside className="hold-bar" aria-label={t.hold.open}>
      {views.map((view) => (
        <OpenHoldLine key={view.hold.hold_token} view={view} />
      ))}
    </aside>
  )
}

function OpenHoldLine({ view }: { readonly view: HoldView }) {
  const { t, f } = useI18n()
  const { hold, end } = view
  const seconds = useSecondsLeft(end)
  const seats = hold.seats.map((seat) => placeName(t, seat))
  const isPaying = hold.status === 'PINNED'
  return (
    <div className="hold-bar-line">
      <p>
        <span className="hold-bar-seats">{t.hold.openList(f.list(seats))}</span>
        <strong>{isPaying ? t.payment.waitingTitle : clockText(seconds, f.number)}</strong>
      </p>
      <Link className="button primary" href={paths.checkout(hold.hold_token)}>
        {t.hold.goOn}
      </Link>
      {!isPaying && <GiveUp token={hold.hold_token} />}
    </div>
  )
}

function GiveUp({ token }: { readonly token: string }) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const [isBusy, setIsBusy] = useState(false)
  const release = async () => {
    setIsBusy(true)
    const reply = await releaseHold(token)
    setIsBusy(false)
    if (reply.ok) forgetHold(token)
    // A payment may have begun in another tab: the hold says so itself.
    await queries.invalidateQueries({ queryKey: ['hold', token] })
  }
  return (
    <button type="button" className="button" disabled={isBusy} onClick={() => void release()}>
      {t.hold.giveUp}
    </button>
  )
}
