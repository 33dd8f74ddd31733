import { useState } from 'react'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { detailsOf, rememberPassengers } from '../lib/seating.ts'
import { PassengerFields } from './passenger-fields.tsx'

interface EarlyDetailsProps {
  readonly party: number
  /** Something was entered, and is remembered. */
  readonly onRemembered: () => void
}

/**
 * The passengers, entered before their seats are held and time runs. They are kept in this browser alone, and
 * the checkout starts with them; only there are mistakes told.
 */
export function EarlyDetails({ party, onRemembered }: EarlyDetailsProps) {
  const { t } = useI18n()
  const [isOpen, setIsOpen] = useState(false)
  const passengers = detailsOf(party)
  return (
    <details className="card early-details" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{t.seatPage.early}</summary>
      <p className="quiet">{t.seatPage.earlyLead}</p>
      {isOpen &&
        passengers.map((details, index) => (
          <PassengerFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a passenger is their position
            key={index}
            index={index}
            details={details}
            wrong={[]}
            onChange={(next) => {
              rememberPassengers(passengers.with(index, next))
              onRemembered()
            }}
          />
        ))}
    </details>
  )
}
