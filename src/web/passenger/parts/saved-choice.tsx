import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { listSavedPassengers, savePassengers } from '../../shared/api/account-operations.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { hasAccount } from '../../shared/lib/known-account.ts'
import { unwrap } from '../../shared/lib/refused.ts'
import { ageIn, birthYearOf, parseAge } from '../lib/passenger-form.ts'
import type { PassengerDetails } from '../lib/seating.ts'

/** The passengers of the account; nobody for guests, and while they cannot be read. */
function useSaved() {
  const found = useQuery({
    queryKey: ['account', 'passengers'],
    queryFn: () => unwrap(listSavedPassengers()),
    enabled: hasAccount(),
    retry: false,
  })
  return found.data?.passengers
}

interface SavedChoiceProps {
  readonly index: number
  readonly onChoose: (details: PassengerDetails) => void
}

/** Fills in a passenger whom the account has saved; shown to who has saved somebody. */
export function SavedChoice({ index, onChoose }: SavedChoiceProps) {
  const { t } = useI18n()
  const saved = useSaved() ?? []
  if (saved.length === 0) return null
  const choose = (name: string) => {
    const one = saved.find(({ passenger_name }) => passenger_name === name)
    if (one) onChoose({ name, age: String(ageIn(one.birth_year)), gender: one.passenger_gender })
  }
  return (
    <div className="field">
      <label htmlFor={`saved-${index}`}>{t.checkout.saved.choose}</label>
      <select id={`saved-${index}`} value="" onChange={(event) => choose(event.target.value)}>
        <option value="">{t.checkout.saved.nobody}</option>
        {saved.map(({ passenger_name: name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Keeps the passengers of this form in the account; shown to who has one. */
export function SaveForNextTime({ passengers }: { readonly passengers: readonly PassengerDetails[] }) {
  const { t } = useI18n()
  const queries = useQueryClient()
  const saved = useSaved()
  const [message, setMessage] = useState('')
  if (!saved) return null
  const entered = passengers.flatMap(({ name, age, gender }) => {
    const years = parseAge(age)
    if (name.trim() === '' || years === undefined || gender === '') return []
    return [{ passenger_name: name.trim(), birth_year: birthYearOf(years), passenger_gender: gender }]
  })
  const save = async () => {
    const names = entered.map(({ passenger_name }) => passenger_name)
    const others = saved.filter(({ passenger_name }) => !names.includes(passenger_name))
    const reply = await savePassengers([...others, ...entered])
    setMessage(reply.ok ? t.checkout.saved.done : t.checkout.saved.failed)
    await queries.invalidateQueries({ queryKey: ['account', 'passengers'] })
  }
  return (
    <div className="actions">
      <button type="button" className="button" disabled={entered.length === 0} onClick={() => void save()}>
        {t.checkout.saved.save}
      </button>
      <span role="status">{message}</span>
    </div>
  )
}
