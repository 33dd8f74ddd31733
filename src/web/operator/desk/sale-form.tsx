import { useState } from 'react'
import type { DeskSale, Hold, SellAtDeskBody } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { useAct } from '../lib/use-act.ts'
import { ChoiceField, TextField } from '../parts/act-panel.tsx'
import { isTill, keepTill, lastTill } from './till.ts'

type Passenger = SellAtDeskBody['passengers'][number]
type Method = SellAtDeskBody['payment']['method']
const genders = ['F', 'M', 'X'] as const
const methods: readonly Method[] = ['cash', 'invoice']

interface SaleFormProps {
  readonly hold: Hold
  readonly onSold: (sale: DeskSale) => void
  readonly onReleased: () => void
}

/** What is entered of a sale, selling it, and letting go of its seats. */
function useSale({ hold, onSold, onReleased }: SaleFormProps) {
  const { isBusy, refusal, act } = useAct()
  const [people, setPeople] = useState(() => hold.seats.filter(hasPassenger).map(nobodyOn))
  const [contact, setContact] = useState({ email: '', phone: '' })
  const [method, setMethod] = useState<Method>('cash')
  const [till, setTill] = useState(lastTill)
  const [isWrong, setIsWrong] = useState(false)
  const change = (changed: Passenger) =>
    setPeople(people.map((one) => (one.seat_number === changed.seat_number ? changed : one)))
  const submit = async () => {
    setIsWrong(!isTill(till))
    if (!isTill(till)) return
    keepTill(till)
    const body: SellAtDeskBody = {
      hold_token: hold.hold_token,
      passengers: people.map((one) => ({ ...one, passenger_name: one.passenger_name.trim() })),
      contact: { email: contact.email.trim() || null, phone: contact.phone.trim() || null },
      payment: { method, till },
    }
    const sold = await act<DeskSale>({
      path: '/api/operator/bookings',
      body,
      runId: hold.train_run_id,
    })
    if (sold) onSold(sold)
  }
  const release = async () => {
    const path = `/api/operator/seat_holds/${encodeURIComponent(hold.hold_token)}`
    await act({ method: 'DELETE', path })
    onReleased()
  }
  return {
    ...{ isBusy, refusal, people, change, contact, setContact },
    ...{ method, setMethod, till, setTill, isWrong, submit, release },
  }
}

/** Who travels on the held seats, and how it is paid: the last step of a sale at the desk. */
export function SaleForm(props: SaleFormProps) {
  const t = useTexts()
  const { f } = useI18n()
  const { hold } = props
  const sale = useSale(props)
  return (
    <form
      className="card desk-sale"
      aria-label={t.desk.title}
      onSubmit={(event) => {
        event.preventDefault()
        void sale.submit()
      }}
    >
      <h2>{t.desk.held(hold.seats.map((seat) => seat.seat_number).join(', '))}</h2>
      <p role="status">{t.desk.until(f.clock(hold.expires_at))}</p>
      {sale.people.map((one) => (
        <PassengerRow key={one.seat_number} passenger={one} onChange={sale.change} />
      ))}
      <ContactAndPayment sale={sale} />
      {sale.refusal && <ProblemNotice refusal={sale.refusal} />}
      <div className="actions">
        <button type="submit" className="button primary" disabled={sale.isBusy}>
          {t.desk.sell(f.money(hold.total_cents, hold.currency))}
        </button>
        <button type="button" className="button" disabled={sale.isBusy} onClick={() => void sale.release()}>
          {t.desk.release}
        </button>
      </div>
    </form>
  )
}

const hasPassenger = ({ kind }: Hold['seats'][number]) => kind !== 'bicycle_hook'

const nobodyOn = ({ seat_number }: Hold['seats'][number]): Passenger => ({
  ...{ seat_number, passenger_name: '', passenger_age: Number.NaN, passenger_gender: 'X' },
})

interface PassengerRowProps {
  readonly passenger: Passenger
  readonly onChange: (passenger: Passenger) => void
}

function PassengerRow({ passenger, onChange }: PassengerRowProps) {
  const t = useTexts()
  return (
    <fieldset className="desk-row seat-choice" aria-label={`${t.run.seat} ${passenger.seat_number}`}>
      <TextField
        label={t.desk.name(passenger.seat_number)}
        value={passenger.passenger_name}
        onChange={(passenger_name) => onChange({ ...passenger, passenger_name })}
      />
      <label className="field">
        <span className="label">{t.desk.age}</span>
        <input
          type="number"
          min={0}
          max={120}
          required
          value={Number.isNaN(passenger.passenger_age) ? '' : passenger.passenger_age}
          onChange={({ target }) => onChange({ ...passenger, passenger_age: target.valueAsNumber })}
        />
      </label>
      <ChoiceField
        label={t.desk.gender}
        value={passenger.passenger_gender}
        options={genders}
        nameOf={(one) => t.booking.genders[one]}
        onChange={(passenger_gender) => onChange({ ...passenger, passenger_gender })}
      />
    </fieldset>
  )
}

function ContactAndPayment({ sale }: { readonly sale: ReturnType<typeof useSale> }) {
  const t = useTexts()
  return (
    <>
      <div className="desk-row">
        {(['email', 'phone'] as const).map((name) => (
          <TextField
            key={name}
            label={t.desk[name]}
            value={sale.contact[name]}
            isOptional
            onChange={(text) => sale.setContact({ ...sale.contact, [name]: text })}
          />
        ))}
      </div>
      <div className="desk-row">
        <ChoiceField
          label={t.desk.method}
          value={sale.method}
          options={methods}
          nameOf={(one) => t.desk.methods[one]}
          onChange={sale.setMethod}
        />
        <TextField
          label={t.desk.till}
          value={sale.till}
          maxLength={32}
          error={sale.isWrong && !isTill(sale.till) ? t.desk.tillWrong : undefined}
          onChange={sale.setTill}
        />
      </div>
    </>
  )
}
