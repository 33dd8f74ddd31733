import { useId } from 'react'
import { useI18n } from '../i18n/i18n.tsx'

/** The most seats that one hold can have. */
export const mostPassengers = 9

interface PartyFieldProps {
  readonly value: number
  readonly onChange: (party: number) => void
}

/** How many travel, 1 to 9. */
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
          disabled={value >= mostPassengers}
          onClick={() => onChange(value + 1)}
        >
          +
        </button>
      </div>
    </fieldset>
  )
}
