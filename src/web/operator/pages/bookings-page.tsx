import { useQuery } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useSearchParams } from 'wouter'
import type { FoundBookings } from '../../shared/api-types.ts'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { todayAt } from '../../shared/lib/today.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { BookingTable } from '../booking/booking-table.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { type BookingWish, fitting, searchesOf } from '../lib/booking-searches.ts'
import { ask } from '../lib/session.tsx'
import '../styles/bookings.css'

/** Finds bookings. What somebody types stays out of the address: it names people. */
export function BookingsPage() {
  const t = useTexts()
  const [address] = useSearchParams()
  const start: BookingWish = {
    text: '',
    trainNumber: '',
    date: todayAt(undefined),
    seatNumber: address.get('seat') ?? '',
    runId: address.get('run') ?? '',
  }
  const [wish, setWish] = useState(start)
  return (
    <Page title={t.screens.bookings} screen="bookings">
      <SearchForm start={start} onWish={setWish} />
      {searchesOf(wish).length > 0 ? <Found wish={wish} /> : <Help isAsked={wish !== start} />}
    </Page>
  )
}

interface SearchFormProps {
  readonly start: BookingWish
  readonly onWish: (wish: BookingWish) => void
}

function SearchForm({ start, onWish }: SearchFormProps) {
  const t = useTexts()
  const [typed, setTyped] = useState(start)
  const type = (part: Partial<BookingWish>) => setTyped((now) => ({ ...now, ...part, runId: '' }))
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    onWish({ ...typed, trainNumber: typed.trainNumber.trim(), seatNumber: typed.seatNumber.trim() })
  }
  return (
    <search>
      <form className="bar booking-search" onSubmit={submit}>
        <label className="field bar-grow">
          <span className="label">{t.bookings.text}</span>
          <input
            type="search"
            autoComplete="off"
            maxLength={254}
            value={typed.text}
            onChange={(event) => type({ text: event.target.value })}
          />
        </label>
        <label className="field">
          <span className="label">{t.bookings.train}</span>
          <input
            type="text"
            autoComplete="off"
            size={8}
            maxLength={64}
            value={typed.trainNumber}
            onChange={(event) => type({ trainNumber: event.target.value })}
          />
        </label>
        <label className="field">
          <span className="label">{t.bookings.date}</span>
          <input type="date" value={typed.date} onChange={(event) => type({ date: event.target.value })} />
        </label>
        <label className="field">
          <span className="label">{t.bookings.seat}</span>
          <input
            type="text"
            autoComplete="off"
            size={6}
            maxLength={16}
            placeholder="4-32"
            value={typed.seatNumber}
            onChange={(event) => type({ seatNumber: event.target.value })}
          />
        </label>
        <button type="submit" className="button primary">
          {t.bookings.find}
        </button>
      </form>
    </search>
  )
}

/** What can be searched for, until something is. */
function Help({ isAsked }: { readonly isAsked: boolean }) {
  const t = useTexts()
  return (
    <div className="card empty">
      {isAsked && (
        <p className="notice" role="alert">
          {t.bookings.tooLittle}
        </p>
      )}
      <h2>{t.bookings.help}</h2>
      <ul className="bullets">
        {t.bookings.helpItems.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  )
}

function Found({ wish }: { readonly wish: BookingWish }) {
  const t = useTexts()
  const found = useQuery({ queryKey: ['bookings', wish], queryFn: () => findAll(wish), gcTime: 0 })
  const refusal = refusalOf(found.error)
  if (refusal) return <ProblemNotice refusal={refusal} onRetry={() => void found.refetch()} />
  if (!found.data) return <Skeleton rows={4} />
  const { bookings, hasMore } = found.data
  if (bookings.length === 0)
    return (
      <div className="card empty" role="status">
        <h2>{t.bookings.none}</h2>
        <p>{t.bookings.noneHelp}</p>
      </div>
    )
  return (
    <>
      <p role="status">
        {t.bookings.found(bookings.length)} {hasMore && t.bookings.hasMore}
      </p>
      <BookingTable bookings={bookings} />
    </>
  )
}

async function findAll(wish: BookingWish) {
  const path = '/api/operator/booking_searches'
  const answers = await Promise.all(
    searchesOf(wish).map((body) => unwrap(ask<FoundBookings>({ method: 'POST', path, body }))),
  )
  return {
    bookings: fitting(
      answers.flatMap((one) => one.bookings),
      wish,
    ),
    hasMore: answers.some((one) => one.has_more),
  }
}
