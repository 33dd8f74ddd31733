import type { HeldSeat } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { FieldError } from '../../shared/parts/field-error.tsx'
import type { FieldName } from '../lib/passenger-form.ts'
import { placeName } from '../lib/place-name.ts'
import type { PassengerDetails } from '../lib/seating.ts'
import { SavedChoice } from './saved-choice.tsx'

const genders = ['F', 'M', 'X'] as const

interface PassengerFieldsProps {
  /** Left out before a seat is held. */
  readonly seat?: HeldSeat
  readonly index: number
  readonly details: PassengerDetails
  readonly wrong: readonly FieldName[]
  readonly onChange: (details: PassengerDetails) => void
}

/** Name, age and gender of the passenger on one seat. */
export function PassengerFields({ seat, index, details, wrong, onChange }: PassengerFieldsProps) {
  const { t } = useI18n()
  const isWrong = (name: FieldName) => wrong.includes(name)
  const invalid = (name: FieldName) =>
    isWrong(name) ? ({ 'aria-invalid': true, 'aria-describedby': `${name}-error` } as const) : {}
  return (
    <fieldset className="passenger">
      <legend>
        {t.seatPage.passenger(index + 1)}
        {seat && <span className="quiet">{placeName(t, seat)}</span>}
      </legend>
      <SavedChoice index={index} onChoose={onChange} />
      <div className="passenger-row">
        <div className="field grow">
          <label htmlFor={`name-${index}`}>{t.checkout.name}</label>
          <input
            id={`name-${index}`}
            name={`name-${index}`}
            autoComplete={index === 0 ? 'name' : 'off'}
            maxLength={200}
            value={details.name}
            onChange={(event) => onChange({ ...details, name: event.target.value })}
            {...invalid(`name-${index}`)}
          />
          {isWrong(`name-${index}`) && (
            <FieldError id={`name-${index}-error`} text={t.checkout.errors.name} />
          )}
        </div>
        <div className="field age-field">
          <label htmlFor={`age-${index}`}>{t.checkout.age}</label>
          <input
            id={`age-${index}`}
            name={`age-${index}`}
            inputMode="numeric"
            autoComplete="off"
            maxLength={3}
            value={details.age}
            onChange={(event) => onChange({ ...details, age: event.target.value })}
            {...invalid(`age-${index}`)}
          />
          {isWrong(`age-${index}`) && <FieldError id={`age-${index}-error`} text={t.checkout.errors.age} />}
        </div>
      </div>
      <fieldset className="field gender-field" {...invalid(`gender-${index}`)}>
        <legend>{t.checkout.gender}</legend>
        <div className="segments">
          {genders.map((gender) => (
            <label key={gender}>
              <input
                type="radio"
                name={`gender-${index}`}
                value={gender}
                checked={details.gender === gender}
                onChange={() => onChange({ ...details, gender })}
              />
              <span>{t.checkout.genders[gender]}</span>
            </label>
          ))}
        </div>
        {isWrong(`gender-${index}`) && (
          <FieldError id={`gender-${index}-error`} text={t.checkout.errors.gender} />
        )}
      </fieldset>
    </fieldset>
  )
}
