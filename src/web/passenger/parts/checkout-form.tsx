import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { ApiRefusal } from '../../shared/api/client.ts'
import type { ConfirmBookingBody, HeldSeat, Run } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { hasPassenger } from '../../shared/lib/has-passenger.ts'
import { isDemo } from '../../shared/lib/server-facts.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { type FieldName, parseAge, wrongFields } from '../lib/passenger-form.ts'
import { paths } from '../lib/paths.ts'
import { placeName } from '../lib/place-name.ts'
import {
  type Contact,
  detailsOf,
  inSeating,
  noDetails,
  type PassengerDetails,
  rememberContact,
  rememberedContact,
  rememberPassengers,
} from '../lib/seating.ts'
import { tripOfHold } from '../lib/trip-of-hold.ts'
import type { HoldView } from '../lib/use-hold.ts'
import { Conditions } from './conditions.tsx'
import { ContactFields } from './contact-fields.tsx'
import { ExtendHold } from './extend-hold.tsx'
import { HoldCountdown } from './hold-countdown.tsx'
import { HoldSummary } from './hold-summary.tsx'
import { PassengerFields } from './passenger-fields.tsx'
import { PaymentFields } from './payment-fields.tsx'
import { SaveForNextTime } from './saved-choice.tsx'

interface CheckoutFormProps {
  readonly view: HoldView
  readonly run: Run | undefined
  readonly problem: ApiRefusal | undefined
  readonly onEdit: () => void
  readonly onPay: (body: ConfirmBookingBody) => void
  readonly onTimeOver: () => void
}

/** The passengers, how to reach them, and the payment, with the countdown in view. */
export function CheckoutForm({ view, run, problem, onEdit, onPay, onTimeOver }: CheckoutFormProps) {
  const { t, language } = useI18n()
  const { hold } = view
  const seats = inSeating(hold.hold_token, hold.seats)
  const own = seats.filter(hasPassenger)
  const [passengers, setPassengers] = useState(() => detailsOf(own.length))
  const [contact, setContact] = useState(rememberedContact)
  const [payToken, setPayToken] = useState('tok_ok')
  const [wrong, setWrong] = useState<readonly FieldName[]>([])
  const formRef = useRef<HTMLFormElement>(null)

  const edit = (index: number, details: PassengerDetails) => {
    const next = passengers.with(index, details)
    setPassengers(next)
    rememberPassengers(next)
    if (wrong.length > 0) setWrong(wrongFields(next, contact))
    onEdit()
  }
  const editContact = (next: Contact) => {
    setContact(next)
    rememberContact(next)
    if (wrong.length > 0) setWrong(wrongFields(passengers, next))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = wrongFields(passengers, contact)
    setWrong(found)
    if (found[0]) return focusField(formRef.current, found[0])
    onPay({
      hold_token: hold.hold_token,
      passengers: own.flatMap((seat, index) => passengerOf(seat, passengers[index])),
      ...{ ...contactOf(contact), language },
      payment: { method: 'mock', token: payToken },
    })
  }
  return (
    <Page title={t.checkout.title} screen="checkout" className="checkout-page">
      <div className="checkout-bar">
        <HoldCountdown view={view} onTimeOver={onTimeOver} />
        <ChangeSeats view={view} run={run} />
        <ExtendHold view={view} />
      </div>
      <div className="checkout-columns">
        <form ref={formRef} className="checkout-form" onSubmit={submit} noValidate>
          {problem && <ProblemNotice refusal={problem} />}
          {wrong.length > 0 && (
            <p className="notice notice-problem" role="alert">
              {t.checkout.errors.heading(wrong.length)}
            </p>
          )}
          <section className="card">
            <h2>{t.checkout.passengersHeading}</h2>
            {own.map((seat, index) => (
              <PassengerFields
                key={seat.seat_number}
                seat={seat}
                index={index}
                details={passengers[index] ?? noDetails}
                wrong={wrong}
                onChange={(details) => edit(index, details)}
              />
            ))}
            <SaveForNextTime passengers={passengers} />
            <Additions seats={seats} />
          </section>
          <section className="card">
            <h2>{t.checkout.contactHeading}</h2>
            <ContactFields contact={contact} wrong={wrong} onChange={editContact} />
          </section>
          <PaymentSection hold={hold} token={payToken} onChange={setPayToken}>
            <Conditions {...{ hold, run, seats, passengers }} />
          </PaymentSection>
        </form>
        <aside className="card">
          <HoldSummary hold={hold} run={run} seats={seats} />
        </aside>
      </div>
    </Page>
  )
}

/** The bicycle hooks of the hold, for which nothing is asked. */
function Additions({ seats }: { readonly seats: readonly HeldSeat[] }) {
  const { t } = useI18n()
  const hooks = seats.filter((seat) => !hasPassenger(seat))
  if (hooks.length === 0) return null
  return (
    <div className="additions">
      <h3>{t.additions.heading}</h3>
      <ul>
        {hooks.map((seat) => (
          <li key={seat.seat_number}>{placeName(t, seat)}</li>
        ))}
      </ul>
      <p className="quiet">{t.additions.note}</p>
    </div>
  )
}

interface PaymentSectionProps {
  readonly hold: HoldView['hold']
  readonly token: string
  readonly onChange: (token: string) => void
  /** Read before the button. */
  readonly children: ReactNode
}

function PaymentSection({ hold, token, onChange, children }: PaymentSectionProps) {
  const { t, f } = useI18n()
  return (
    <section className="card">
      <h2>{t.checkout.paymentHeading}</h2>
      <p className="quiet">{t.checkout.mock}</p>
      {isDemo() && <PaymentFields value={token} onChange={onChange} />}
      {children}
      <button type="submit" className="button primary pay">
        {t.checkout.pay(f.money(hold.total_cents, hold.currency))}
      </button>
    </section>
  )
}

/** Leads back to the map. The seats stay held until others replace them. */
function ChangeSeats({ view, run }: { readonly view: HoldView; readonly run: Run | undefined }) {
  const { t } = useI18n()
  const { hold } = view
  const href = paths.seats(hold.train_run_id, tripOfHold(hold, run), hold.seats[0]?.travel_class)
  return (
    <div className="change-seats">
      <Link className="button" href={href}>
        {t.hold.changeSeats}
      </Link>
    </div>
  )
}

function passengerOf(seat: HeldSeat, details: PassengerDetails | undefined) {
  const age = parseAge(details?.age ?? '')
  if (!details || details.gender === '' || age === undefined) return []
  return [
    {
      seat_number: seat.seat_number,
      passenger_name: details.name.trim(),
      passenger_age: age,
      passenger_gender: details.gender,
    },
  ]
}

function contactOf({ email, phone }: Contact): Pick<ConfirmBookingBody, 'contact'> {
  const [mail, number] = [email.trim(), phone.trim()]
  if (mail === '' && number === '') return {}
  return { contact: { ...(mail ? { email: mail } : {}), ...(number ? { phone: number } : {}) } }
}

function focusField(form: HTMLFormElement | null, name: FieldName): void {
  const field = form?.elements.namedItem(name)
  if (field instanceof RadioNodeList) {
    const [first] = field
    if (first instanceof HTMLElement) first.focus()
  } else if (field instanceof HTMLElement) field.focus()
}
