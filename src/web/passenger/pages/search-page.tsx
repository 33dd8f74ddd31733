import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { searchRuns } from '../../shared/api/operations.ts'
import type { Station } from '../../shared/api-types.ts'
import type { Messages } from '../../shared/i18n/en.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { isDate } from '../../shared/lib/format.ts'
import { unwrap } from '../../shared/lib/refused.ts'
import { isRecord, readJson, writeJson } from '../../shared/lib/storage.ts'
import { todayAt } from '../../shared/lib/today.ts'
import { Page } from '../../shared/parts/page.tsx'
import { StationField } from '../../shared/parts/station-field.tsx'
import { useStation } from '../../shared/parts/use-station-choice.ts'
import { paths, tripOf } from '../lib/paths.ts'
import { PartyField } from '../parts/party-field.tsx'
import { PartyNotice } from '../parts/party-notice.tsx'

/** Where the last search is kept, so that the next visit starts with it. */
const lastPlace = 'holdfast.lastSearch'

interface LastSearch {
  readonly from: Station
  readonly to: Station
}

function isStation(value: unknown): value is Station {
  if (!isRecord(value) || typeof value.station_code !== 'string') return false
  return typeof value.name === 'string' && typeof value.time_zone === 'string' && isRecord(value.names)
}

function isLastSearch(value: unknown): value is LastSearch {
  return isRecord(value) && isStation(value.from) && isStation(value.to)
}

interface Missing {
  readonly from?: string
  readonly to?: string
  readonly date?: string
}

export function SearchPage() {
  const { t } = useI18n()
  return (
    <Page title={t.search.title} heading={t.search.heading} screen="search" className="search-page">
      <p className="lead">{t.search.lead}</p>
      <SearchForm />
      <ol className="steps">
        {t.search.steps.map(([name, text]) => (
          <li key={name}>
            <strong>{name}</strong>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </Page>
  )
}

function SearchForm() {
  const { t } = useI18n()
  const [, go] = useLocation()
  const query = new URLSearchParams(useSearch())
  const asked = tripOf(query)
  const [last] = useState(() => readJson(localStorage, lastPlace, isLastSearch))
  const askedFrom = useStation(asked.from)
  const askedTo = useStation(asked.to)
  const [chosen, setChosen] = useState<{ from?: Station | null; to?: Station | null }>({})
  const [chosenDate, setDate] = useState(isDate(asked.date) ? asked.date : undefined)
  const [party, setParty] = useState(asked.party)
  const [missing, setMissing] = useState<Missing>({})
  const queries = useQueryClient()
  const start = (code: string, found: Station | undefined, before: Station | undefined) =>
    code === '' ? (before ?? null) : (found ?? null)
  const from = chosen.from === undefined ? start(asked.from, askedFrom, last?.from) : chosen.from
  const to = chosen.to === undefined ? start(asked.to, askedTo, last?.to) : chosen.to

  const today = todayAt(from?.time_zone)
  const date = chosenDate ?? today

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = missingOf(t, { from, to, date, today })
    setMissing(found)
    if (!from || !to || Object.keys(found).length > 0) {
      event.currentTarget
        .querySelectorAll<HTMLInputElement>('input')
        [found.from ? 0 : found.to ? 1 : 2]?.focus()
      return
    }
    writeJson(localStorage, lastPlace, { from, to })
    queries.setQueryData(['station', from.station_code], from)
    queries.setQueryData(['station', to.station_code], to)
    const trip = { from: from.station_code, to: to.station_code, date, party }
    void queries.prefetchQuery({
      queryKey: ['runs', trip.from, trip.to, date],
      queryFn: () => unwrap(searchRuns(trip, date)),
    })
    go(paths.trains(trip))
  }

  return (
    <form className="card search-form" onSubmit={submit} noValidate>
      <div className="search-stations">
        <StationField
          label={t.search.from}
          value={from}
          error={from ? undefined : missing.from}
          onChange={(station) => setChosen({ ...chosen, from: station })}
        />
        <SwapButton onSwap={() => setChosen({ from: to, to: from })} />
        <StationField
          label={t.search.to}
          value={to}
          error={to && to.station_code !== from?.station_code ? undefined : missing.to}
          onChange={(station) => setChosen({ ...chosen, to: station })}
        />
      </div>
      {party === asked.party && <PartyNotice query={query} party={party} />}
      <div className="search-when">
        <DateField value={date} today={today} error={missing.date} onChange={setDate} />
        <PartyField value={party} onChange={setParty} />
        <button type="submit" className="button primary search-submit">
          {t.search.submit}
        </button>
      </div>
    </form>
  )
}

interface Wanted {
  readonly from: Station | null
  readonly to: Station | null
  readonly date: string
  readonly today: string
}

function missingOf(t: Messages, { from, to, date, today }: Wanted): Missing {
  return {
    ...(from ? {} : { from: t.search.missingFrom }),
    ...(to ? {} : { to: t.search.missingTo }),
    ...(from && to && from.station_code === to.station_code ? { to: t.search.same } : {}),
    ...(isDate(date) && date >= today ? {} : { date: isDate(date) ? t.search.past : t.search.missingDate }),
  }
}

function SwapButton({ onSwap }: { readonly onSwap: () => void }) {
  const { t } = useI18n()
  return (
    <button type="button" className="swap" aria-label={t.search.swap} onClick={onSwap}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M7 4v15M3 15l4 4 4-4M17 20V5M13 9l4-4 4 4" />
      </svg>
    </button>
  )
}

interface DateFieldProps {
  readonly value: string
  /** The first date that can be chosen. */
  readonly today: string
  readonly error: string | undefined
  readonly onChange: (date: string) => void
}

function DateField({ value, today, error, onChange }: DateFieldProps) {
  const { t, f } = useI18n()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{t.search.date}</label>
      <input
        id={id}
        type="date"
        value={value}
        min={today}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-note`} className={error ? 'field-error' : 'field-note'}>
        {error ?? (isDate(value) ? f.day(value) : '')}
      </p>
    </div>
  )
}
