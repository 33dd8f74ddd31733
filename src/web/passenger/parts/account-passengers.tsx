import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { longestPassengerName } from '../../../domain/records/payment.ts'
import { lineProblem } from '../../../domain/text.ts'
import { listSavedPassengers, savePassengers } from '../../shared/api/account-operations.ts'
import type { ApiRefusal } from '../../shared/api/client.ts'
import type { SavedPassenger } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { useAccountTexts } from '../lib/account-texts.ts'
import { parseBirthYear } from '../lib/passenger-form.ts'
import { useAccountForm } from '../lib/use-account-form.ts'
import { AccountField } from './account-field.tsx'
import { AccountForm } from './account-form.tsx'
import { AccountSelect } from './account-select.tsx'

/** Whom the passenger often travels with: a list, and a form that adds somebody. */
export function AccountPassengers() {
  const t = useAccountTexts()
  const queries = useQueryClient()
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const found = useQuery({
    queryKey: ['account', 'passengers'],
    queryFn: () => unwrap(listSavedPassengers()),
  })
  const saved = found.data?.passengers ?? []
  const failed = refusal ?? refusalOf(found.error)
  const refresh = () => queries.invalidateQueries({ queryKey: ['account', 'passengers'] })
  const remove = async (one: SavedPassenger) => {
    const reply = await savePassengers(saved.filter((other) => other !== one))
    setRefusal(reply.ok ? undefined : reply.refusal)
    await refresh()
  }
  return (
    <section className="card find-form">
      <h2>{t.passengersHeading}</h2>
      {found.data && saved.length === 0 && <p className="quiet">{t.noPassengers}</p>}
      {saved.length > 0 && (
        <ul>
          {saved.map((one) => (
            <PassengerItem key={`${one.passenger_name} ${one.birth_year}`} saved={one} onRemove={remove} />
          ))}
        </ul>
      )}
      {failed && <ProblemNotice refusal={failed} />}
      {found.data && <AddForm key={saved.length} saved={saved} onSaved={() => void refresh()} />}
    </section>
  )
}

interface ItemProps {
  readonly saved: SavedPassenger
  readonly onRemove: (saved: SavedPassenger) => Promise<void>
}

function PassengerItem({ saved, onRemove }: ItemProps) {
  const t = useAccountTexts()
  const { t: words } = useI18n()
  const { passenger_name: name, birth_year: year, passenger_gender: gender, preferences } = saved
  const position = preferences?.position
  return (
    <li>
      <strong>
        <bdi>{name}</bdi>
      </strong>
      <br />
      <span className="quiet">
        {t.born(year)} · {words.checkout.genders[gender]}
        {position && ` · ${t.seats[position]}`}
      </span>
      <div className="actions">
        <button type="button" className="button" onClick={() => void onRemove(saved)}>
          {t.removePassenger(name)}
        </button>
      </div>
    </li>
  )
}

const genders = ['F', 'M', 'X'] as const
const seats = ['any', 'window', 'aisle'] as const

interface AddProps {
  readonly saved: readonly SavedPassenger[]
  readonly onSaved: () => void
}

function AddForm({ saved, onSaved }: AddProps) {
  const t = useAccountTexts()
  const { t: words } = useI18n()
  const [gender, setGender] = useState<(typeof genders)[number]>('F')
  const [seat, setSeat] = useState<(typeof seats)[number]>('any')
  const form = useAccountForm({
    empty: { 'passenger-name': '', 'birth-year': '' },
    check: ({ 'passenger-name': name, 'birth-year': year }) => ({
      ...(lineProblem(name.trim(), longestPassengerName) === undefined
        ? {}
        : { 'passenger-name': words.checkout.errors.name }),
      ...(parseBirthYear(year) === undefined ? { 'birth-year': t.birthYearError } : {}),
    }),
    send: ({ 'passenger-name': name, 'birth-year': year }) =>
      savePassengers([
        ...saved,
        {
          ...{ passenger_name: name.trim(), birth_year: parseBirthYear(year) ?? 0, passenger_gender: gender },
          ...(seat === 'any' ? {} : { preferences: { position: seat } }),
        },
      ]),
    onDone: onSaved,
  })
  return (
    <AccountForm form={form} lead={t.passengersLead} label={t.addPassenger}>
      <AccountField
        {...form.fieldOf('passenger-name')}
        label={words.checkout.name}
        type="text"
        autoComplete="off"
      />
      <AccountField {...form.fieldOf('birth-year')} label={t.birthYear} type="text" autoComplete="off" />
      <AccountSelect
        id="passenger-gender"
        label={words.checkout.gender}
        value={gender}
        options={genders}
        nameOf={(one) => words.checkout.genders[one]}
        onChange={setGender}
      />
      <AccountSelect
        id="passenger-seat"
        label={t.likedSeat}
        value={seat}
        options={seats}
        nameOf={(one) => t.seats[one]}
        onChange={setSeat}
      />
    </AccountForm>
  )
}
