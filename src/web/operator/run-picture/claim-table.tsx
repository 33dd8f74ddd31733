import { useState } from 'react'
import { useTexts } from '../i18n/texts.tsx'
import type { PictureCoach, PictureState } from './state.ts'
import type { NameOf } from './use-run-picture.ts'
import { claimWords } from './words.ts'

interface ClaimTableProps {
  readonly state: PictureState
  readonly nameOf: NameOf
}

/** The picture as tables, one for each coach, drawn once they are opened. */
export function ClaimTables({ state, nameOf }: ClaimTableProps) {
  const t = useTexts()
  return (
    <section aria-label={t.run.asTable}>
      <h2>{t.run.asTable}</h2>
      {state.picture.coaches.map((coach) => (
        <CoachTable key={coach.coach_number} coach={coach} state={state} nameOf={nameOf} />
      ))}
    </section>
  )
}

function CoachTable({ coach, state, nameOf }: ClaimTableProps & { readonly coach: PictureCoach }) {
  const t = useTexts()
  const [isOpen, setIsOpen] = useState(false)
  const name = t.run.coach(coach.coach_number)
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{name}</summary>
      {isOpen && (
        <table className="table">
          <caption className="sr-only">{name}</caption>
          <thead>
            <tr>
              <th scope="col">{t.run.seat}</th>
              <th scope="col">{t.run.claims}</th>
            </tr>
          </thead>
          <tbody>
            {coach.seats.map(({ seat_number: number }) => (
              <tr key={number}>
                <th scope="row">{number}</th>
                <td>
                  {(state.claims.get(number) ?? [])
                    .map((claim) => claimWords(t, state.picture, claim, nameOf(number, claim.booking_id)))
                    .join('; ') || t.run.statuses.FREE}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}
