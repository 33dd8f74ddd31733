import { useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import type { Hold, PlaceHoldAtDeskBody } from '../../shared/api-types.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { FindTrain } from '../desk/find-train.tsx'
import { OpenAccounts } from '../desk/open-accounts.tsx'
import { SaleForm } from '../desk/sale-form.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { useMe } from '../lib/session.tsx'
import { useAct } from '../lib/use-act.ts'
import '../styles/desk.css'

/** Sells at the desk: seats are found or come from the picture of a run, are held, and then sold. */
export function SellPage() {
  const t = useTexts()
  const { rights } = useMe()
  const [, navigate] = useLocation()
  const [search, setSearch] = useSearchParams()
  const { isBusy, refusal, act } = useAct()
  const [hold, setHold] = useState<Hold>()
  const chosen = chosenIn(search)
  const take = async (body: PlaceHoldAtDeskBody) =>
    setHold(await act<Hold>({ path: '/api/operator/seat_holds', body, runId: body.train_run_id }))
  const letGo = () => {
    setHold(undefined)
    setSearch({})
  }
  return (
    <Page title={t.desk.title} screen="sell">
      {refusal && <ProblemNotice refusal={refusal} />}
      {hold && (
        <SaleForm
          key={hold.hold_token}
          hold={hold}
          onSold={(sale) => navigate(paths.receipt(sale.booking_id))}
          onReleased={letGo}
        />
      )}
      {!hold && chosen && (
        <section className="card desk-sale" aria-label={t.desk.seats}>
          <h2>{t.desk.chosen(chosen.seat_numbers?.join(', ') ?? '')}</h2>
          <div className="actions">
            <button
              type="button"
              className="button primary"
              disabled={isBusy}
              onClick={() => void take(chosen)}
            >
              {t.desk.holdThese}
            </button>
            <button type="button" className="button" onClick={letGo}>
              {t.acts.back}
            </button>
          </div>
        </section>
      )}
      {!hold && !chosen && <FindTrain isBusy={isBusy} onTake={(body) => void take(body)} />}
      {!hold && rights.has('bookings.find') && <OpenAccounts />}
    </Page>
  )
}

/** The seats that the picture of a run has put into the address. */
function chosenIn(search: URLSearchParams): PlaceHoldAtDeskBody | undefined {
  const [run, from, to] = [search.get('run'), search.get('from'), search.get('to')]
  const seats = (search.get('seats') ?? '').split(',').filter(Boolean)
  if (!run || !from || !to || seats.length === 0) return undefined
  return { train_run_id: run, from_station_code: from, to_station_code: to, seat_numbers: seats }
}
