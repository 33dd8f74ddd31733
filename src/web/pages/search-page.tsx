import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { searchRuns } from '../api/operations.ts'
import type { Station } from '../api-types.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { isDate, todayHere } from '../lib/format.ts'
import { paths, tripOf } from '../lib/paths.ts'
import { unwrap } from '../lib/refused.ts'
import { isRecord, readJson, writeJson } from '../lib/storage.ts'
import { Page } from '../parts/page.tsx'
import { PartyField } from '../parts/party-field.tsx'
import { StationField, useStation } from '../parts/station-field.tsx'

/** Where the last search is kept, so that the next visit starts with it. */
const lastPlace = 'holdfast.lastSearch'

interface LastSearch {
  readonly from: Station
  readonly to: Station
}

function isStation(value: unknown): value is Station {
  return isRecord(value) && typeof value.station_code === 'string' && typeof value.name === 'string'
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
  const { t, f } = useI18n()
  const [, go] = useLocation()
  const asked = tripOf(new URLSearchParams(useSearch()))
  const [last] = useState(() => readJson(localStorage, lastPlace, isLastSearch))
  const askedFrom = useStation(asked.from)
  const askedTo = useStation(asked.to)
  const [chosen, setChosen] = useState<{ from?: Station | null; to?: Station | null }>({})
  const [date, setDate] = useState(isDate(asked.date) ? asked.date : todayHere())
  const [party, setParty] = useState(asked.party)
  const [missing, setMissing] = useState<Missing>({})
  const queries = useQueryClient()
  const dateId = useId()
  const start = (code: string, found: Station | undefined, before: Station | undefined) =>
    code === '' ? (before ?? null) : (found ?? null)
  const from = chosen.from === undefined ? start(asked.from, askedFrom, last?.from) : chosen.from
  const to = chosen.to === undefined ? start(asked.to, askedTo, last?.to) : chosen.to

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found: Missing = {
      ...(from ? {} : { from: t.search.missingFrom }),
      ...(to ? {} : { to: t.search.missingTo }),
      ...(from && to && from.station_code === to.station_code ? { to: t.search.same } : {}),
      ...(isDate(date) ? {} : { date: t.search.missingDate }),
    }
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
          error={missing.from}
          onChange={(station) => setChosen({ ...chosen, from: station })}
        />
        <button
          type="button"
          className="swap"
          aria-label={t.search.swap}
          onClick={() => setChosen({ from: to, to: from })}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M7 4v15M3 15l4 4 4-4M17 20V5M13 9l4-4 4 4" />
          </svg>
        </button>
        <StationField
          label={t.search.to}
          value={to}
          error={missing.to}
          onChange={(station) => setChosen({ ...chosen, to: station })}
        />
      </div>
      <div className="search-when">
        <div className="field">
          <label htmlFor={dateId}>{t.search.date}</label>
          <input
            id={dateId}
            type="date"
            value={date}
            min={todayHere()}
            aria-invalid={missing.date !== undefined}
            aria-describedby={`${dateId}-note`}
            onChange={(event) => setDate(event.target.value)}
          />
          <p id={`${dateId}-note`} className={missing.date ? 'field-error' : 'field-note'}>
            {missing.date ?? (isDate(date) ? f.day(date) : '')}
          </p>
        </div>
        <PartyField value={party} onChange={setParty} />
        <button type="submit" className="button primary search-submit">
          {t.search.submit}
        </button>
      </div>
    </form>
  )
}
