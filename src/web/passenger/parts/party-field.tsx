import { useId } from 'react'
import { maxSeatsPerHold } from '../../../domain/records/hold.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'

interface PartyFieldProps {
  readonly value: number
  readonly onChange: (party: number) => void
}

/** The number of passengers, at most the number of seats in one hold. */
export function PartyField({ value, onChange }: PartyFieldProps) {
  const { t, f } = useI18n()
  const id = useId()
  return (
    <fieldset className="field party-field" aria-labelledby={id}>
      <span className="label" id={id}>
        {t.search.party}
      </span>
      <div className="stepper">
        <button
          type="button"
          aria-label={t.search.fewer}
          disabled={value <= 1}
          onClick={() => onChange(value - 1)}
        >
          −
        </button>
        <output aria-live="polite" aria-label={t.common.passengers(value)}>
          {f.number(value)}
        </output>
        <button
          type="button"
          aria-label={t.search.more}
          disabled={value >= maxSeatsPerHold}
          onClick={() => onChange(value + 1)}
        >
          +
        </button>
      </div>
    </fieldset>
  )
}
