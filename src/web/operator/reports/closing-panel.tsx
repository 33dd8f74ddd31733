import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiRefusal } from '../../shared/api/client.ts'
import type { ClosedDay, Closings, NextDay } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf } from '../../shared/lib/refused.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { ask, read, useMe } from '../lib/session.tsx'
import { WideTable } from '../parts/table.tsx'
import { CsvButton } from './csv-button.tsx'

const path = '/api/operator/closings'

/** The day that is closed next, and the days that are closed. */
export function ClosingPanel() {
  const t = useTexts()
  const closings = useQuery({ queryKey: ['closings'], queryFn: () => read<Closings>(path) })
  const refusal = refusalOf(closings.error)
  return (
    <section aria-labelledby="closing-title">
      <h2 id="closing-title">{t.closing.title}</h2>
      <p className="quiet">{t.closing.lead}</p>
      {refusal && <ProblemNotice refusal={refusal} onRetry={() => void closings.refetch()} />}
      {!closings.data && !refusal && <Skeleton rows={3} />}
      {closings.data && <NextClosing key={closings.data.next.day} next={closings.data.next} />}
      {closings.data && <ClosedDays closed={closings.data.closed} />}
    </section>
  )
}

type Totals = NextDay['totals']

function useSum(): (lines: number, totals: Totals) => string {
  const t = useTexts()
  const { f } = useI18n()
  return (lines, totals) =>
    [t.closing.lines(lines), ...totals.map((one) => f.money(one.amount_cents, one.currency))].join(', ')
}

function NextClosing({ next }: { readonly next: NextDay }) {
  const t = useTexts()
  const { f } = useI18n()
  const { rights } = useMe()
  const sum = useSum()
  return (
    <div className="card">
      <h3>{t.closing.next(f.longDay(next.day))}</h3>
      <p>{sum(next.lines, next.totals)}</p>
      {next.late_lines > 0 && <p>{t.closing.late(next.late_lines)}</p>}
      {next.is_under_way && <p>{t.closing.underWay}</p>}
      {!next.is_over && <p>{t.closing.notOver}</p>}
      {next.is_over && rights.has('money.close_day') && <CloseButton day={next.day} />}
    </div>
  )
}

/** Closes the day after one more question. */
function CloseButton({ day }: { readonly day: string }) {
  const t = useTexts()
  const queries = useQueryClient()
  const [state, setState] = useState<'idle' | 'asked' | 'sent'>('idle')
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const close = async () => {
    setState('sent')
    const reply = await ask<ClosedDay>({ method: 'POST', path, body: { day } })
    setState('idle')
    setRefusal(reply.ok ? undefined : reply.refusal)
    await queries.invalidateQueries({ queryKey: ['closings'] })
  }
  if (state === 'idle')
    return (
      <>
        {refusal && <ProblemNotice refusal={refusal} />}
        <button type="button" className="button" onClick={() => setState('asked')}>
          {t.closing.close}
        </button>
      </>
    )
  return (
    <div>
      <p>{t.closing.sure}</p>
      <div className="bar">
        <button
          type="button"
          className="button button-primary"
          disabled={state === 'sent'}
          onClick={() => void close()}
        >
          {t.closing.confirm}
        </button>
        <button type="button" className="button" onClick={() => setState('idle')}>
          {t.closing.cancel}
        </button>
      </div>
    </div>
  )
}

function ClosedDays({ closed }: Pick<Closings, 'closed'>) {
  const t = useTexts()
  const { f } = useI18n()
  if (closed.length === 0) return <p>{t.closing.none}</p>
  return (
    <WideTable
      caption={t.closing.closed}
      heads={[
        t.closing.day,
        { number: t.closing.firstNumber },
        { number: t.closing.count },
        { number: t.closing.amount },
        t.closing.at,
        null,
      ]}
    >
      {closed.map((one) => (
        <tr key={one.day}>
          <th scope="row">{f.day(one.day)}</th>
          <td className="number">{f.number(one.first_number)}</td>
          <td className="number">{f.number(one.lines)}</td>
          <td className="number">
            {one.totals.map((total) => f.money(total.amount_cents, total.currency)).join(', ')}
          </td>
          <td>{f.moment(one.closed_time)}</td>
          <td>
            <CsvButton path={`${path}/${one.day}/lines`} fileName={`${one.day}.csv`} label={one.day} />
          </td>
        </tr>
      ))}
    </WideTable>
  )
}
