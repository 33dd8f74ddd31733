import { useState } from 'react'
import type { Right } from '../../../domain/people/rights.ts'
import type { ApiRefusal } from '../../shared/api/client.ts'
import type { Compensation, DeskBooking } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { centsOf } from '../lib/amount.ts'
import { useMe } from '../lib/session.tsx'
import { useAct } from '../lib/use-act.ts'
import { ActPanel, ChoiceField, ReasonField, TextField } from '../parts/act-panel.tsx'
import { CancelAct } from './cancel-act.tsx'
import { type BookingActProps, type DeskReason, deskReasons, pathOfBooking } from './desk-act.ts'

const used: readonly Right[] = ['bookings.cancel', 'money.compensate', 'bookings.change']

/** What somebody with these rights can do about a booking. */
export function BookingActs(props: BookingActProps) {
  const t = useTexts()
  const { rights } = useMe()
  const { booking } = props
  const left = booking.seats.filter((seat) => seat.status === 'CONFIRMED').map((seat) => seat.seat_number)
  const canChange = rights.has('bookings.change') && !booking.is_erased
  return (
    <section className="card acts" aria-label={t.booking.acts}>
      <h2>{t.booking.acts}</h2>
      {!used.some((right) => rights.has(right)) && <p className="quiet">{t.booking.noActs}</p>}
      {left.length > 0 && rights.has('bookings.cancel') && <CancelAct key={left.join()} {...props} />}
      {rights.has('money.compensate') && <CompensateAct {...props} />}
      {canChange && <CorrectAct {...props} />}
      {canChange && <NoteAct {...props} />}
    </section>
  )
}

function CompensateAct({ booking, onDone }: BookingActProps) {
  const t = useTexts()
  const { f } = useI18n()
  const { isBusy, refusal, act } = useAct()
  const [typed, setTyped] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const [reason, setReason] = useState<DeskReason>('operational')
  const money = (cents: number) => f.money(cents, booking.currency)
  const submit = async () => {
    const cents = centsOf(typed, booking.currency)
    setIsWrong(!cents)
    if (!cents) return
    const path = `${pathOfBooking(booking.booking_id)}/compensations`
    const given = await act<Compensation>({ path, body: { amount_cents: cents, reason } })
    if (!given) return
    setTyped('')
    onDone(t.booking.done.compensate(money(given.amount_cents), money(given.given_cents)))
  }
  return (
    <ActPanel
      title={t.booking.compensate}
      lead={t.booking.compensateLead}
      submit={t.booking.compensateNow}
      isBusy={isBusy}
      refusal={refusal}
      sentence={(why) => overLimit(why, (left) => t.booking.overLimit(money(left)))}
      onSubmit={() => void submit()}
    >
      <TextField
        label={t.booking.amount(booking.currency)}
        value={typed}
        error={isWrong ? t.booking.amountWrong : undefined}
        onChange={setTyped}
      />
      <ReasonField value={reason} options={deskReasons} onChange={setReason} />
    </ActPanel>
  )
}

function overLimit(refusal: ApiRefusal, say: (leftCents: number) => string): string | undefined {
  const left = 'left_cents' in refusal ? refusal.left_cents : undefined
  return typeof left === 'number' ? say(left) : undefined
}

function CorrectAct({ booking, onDone }: BookingActProps) {
  const t = useTexts()
  const { isBusy, refusal, act } = useAct()
  const seats = booking.seats.filter((seat) => seat.status === 'CONFIRMED')
  const [seat, setSeat] = useState(seats[0]?.seat_number ?? '')
  const [name, setName] = useState('')
  const [reason, setReason] = useState<DeskReason>('passenger_request')
  const nameOf = (number: string) =>
    `${number} · ${seats.find((one) => one.seat_number === number)?.passenger_name ?? ''}`
  const submit = async () => {
    const path = `${pathOfBooking(booking.booking_id)}/name_corrections`
    const body = { seat_number: seat, passenger_name: name.trim(), reason }
    if (!(await act<DeskBooking>({ path, body }))) return
    setName('')
    onDone(t.booking.done.correct)
  }
  if (seats.length === 0) return null
  return (
    <ActPanel
      title={t.booking.correct}
      lead={t.booking.correctLead}
      submit={t.booking.correctNow}
      isBusy={isBusy}
      refusal={refusal}
      onSubmit={() => void submit()}
    >
      <ChoiceField
        label={t.booking.passenger}
        value={seat}
        options={seats.map((one) => one.seat_number)}
        nameOf={nameOf}
        onChange={setSeat}
      />
      <TextField label={t.booking.newName} value={name} onChange={setName} />
      <ReasonField value={reason} options={deskReasons} onChange={setReason} />
    </ActPanel>
  )
}

function NoteAct({ booking, onDone }: BookingActProps) {
  const t = useTexts()
  const { isBusy, refusal, act } = useAct()
  const [text, setText] = useState('')
  const [reason, setReason] = useState<DeskReason>('operational')
  const submit = async () => {
    const path = `${pathOfBooking(booking.booking_id)}/notes`
    if (!(await act<DeskBooking>({ path, body: { text: text.trim(), reason } }))) return
    setText('')
    onDone(t.booking.done.note)
  }
  return (
    <ActPanel
      title={t.booking.note}
      lead={t.booking.noteLead}
      submit={t.booking.noteNow}
      isBusy={isBusy}
      refusal={refusal}
      onSubmit={() => void submit()}
    >
      <TextField label={t.booking.noteText} value={text} maxLength={1_000} onChange={setText} />
      <ReasonField value={reason} options={deskReasons} onChange={setReason} />
    </ActPanel>
  )
}
