import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { maxSeatsPerHold } from '../../../domain/records/hold.ts'
import { searchRuns } from '../../shared/api/operations.ts'
import type { FoundRun, PlaceHoldAtDeskBody, Station } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { isDate } from '../../shared/lib/format.ts'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { todayAt } from '../../shared/lib/today.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { StationField } from '../../shared/parts/station-field.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { WideTable } from '../parts/table.tsx'

interface FindTrainProps {
  readonly isBusy: boolean
  readonly onTake: (wanted: PlaceHoldAtDeskBody) => void
}

/** Finds a train by stations and date, and takes seats of a class that the system chooses. */
export function FindTrain({ isBusy, onTake }: FindTrainProps) {
  const t = useTexts()
  const [from, setFrom] = useState<Station | null>(null)
  const [to, setTo] = useState<Station | null>(null)
  const [date, setDate] = useState(todayAt(undefined))
  const [count, setCount] = useState(1)
  return (
    <>
      <search className="card desk-find">
        <StationField label={t.desk.from} value={from} onChange={setFrom} />
        <StationField label={t.desk.to} value={to} onChange={setTo} />
        <label className="field">
          <span className="label">{t.desk.date}</span>
          <input
            type="date"
            value={date}
            onChange={({ target }) => isDate(target.value) && setDate(target.value)}
          />
        </label>
        <label className="field">
          <span className="label">{t.desk.seats}</span>
          <select value={count} onChange={({ target }) => setCount(Number(target.value))}>
            {Array.from({ length: maxSeatsPerHold }, (_, index) => index + 1).map((seats) => (
              <option key={seats}>{seats}</option>
            ))}
          </select>
        </label>
      </search>
      {from && to ? (
        <Trains
          ends={{ from: from.station_code, to: to.station_code }}
          date={date}
          count={count}
          isBusy={isBusy}
          onTake={onTake}
        />
      ) : (
        <div className="card empty">
          <p>{t.desk.chooseWay}</p>
          <p className="quiet">{t.desk.tip}</p>
        </div>
      )}
    </>
  )
}

interface TrainsProps extends FindTrainProps {
  readonly ends: { readonly from: string; readonly to: string }
  readonly date: string
  readonly count: number
}

function Trains({ ends, date, count, isBusy, onTake }: TrainsProps) {
  const t = useTexts()
  const found = useQuery({
    queryKey: ['desk runs', ends, date],
    queryFn: () => unwrap(searchRuns(ends, date)),
  })
  const refusal = refusalOf(found.error)
  if (refusal) return <ProblemNotice refusal={refusal} onRetry={() => void found.refetch()} />
  if (!found.data) return <Skeleton rows={4} />
  if (found.data.train_runs.length === 0) return <p className="card">{t.desk.none}</p>
  return (
    <WideTable caption={t.desk.train} heads={[t.desk.train, t.desk.departs, t.desk.arrives, t.desk.offers]}>
      {found.data.train_runs.map((run) => (
        <TrainRow key={run.train_run_id} run={run} count={count} isBusy={isBusy} onTake={onTake} />
      ))}
    </WideTable>
  )
}

interface TrainRowProps extends FindTrainProps {
  readonly run: FoundRun
  readonly count: number
}

function TrainRow({ run, count, isBusy, onTake }: TrainRowProps) {
  const t = useTexts()
  const { f } = useI18n()
  const { train_run_id, from_station_code, to_station_code } = run
  return (
    <tr>
      <th scope="row">
        {run.train_number} {run.headsign}
      </th>
      <td>{f.time(run.departure_time)}</td>
      <td>{f.time(run.arrival_time)}</td>
      <td>
        <div className="bar">
          {!run.on_sale && t.desk.offSale}
          {run.on_sale &&
            run.classes.map(({ travel_class, seats_available: free, price_cents, currency }) => (
              <button
                key={travel_class}
                type="button"
                className="button"
                disabled={isBusy || free < count}
                onClick={() =>
                  onTake({
                    ...{ train_run_id, from_station_code, to_station_code },
                    ...{ travel_class, seat_count: count },
                  })
                }
              >
                {t.desk.take(travel_class, f.number(free), f.money(price_cents, currency))}
              </button>
            ))}
        </div>
      </td>
    </tr>
  )
}
