import { useI18n } from '../../shared/i18n/i18n.tsx'

interface PaymentFieldsProps {
  readonly value: string
  readonly onChange: (token: string) => void
}

/**
 * In a demo: lets passengers choose what the mock payment service does, by the tokens that determine its
 * answer.
 */
export function PaymentFields({ value, onChange }: PaymentFieldsProps) {
  const { t } = useI18n()
  return (
    <fieldset className="outcomes">
      <legend>
        <span className="badge">{t.common.demoChoice}</span> {t.checkout.outcome}
      </legend>
      {Object.entries(t.checkout.outcomes).map(([token, [name, note]]) => (
        <label key={token} className="outcome">
          <input
            type="radio"
            name="outcome"
            value={token}
            checked={value === token}
            onChange={() => onChange(token)}
          />
          <span>
            <strong>{name}</strong>
            <span className="quiet">{note}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
