import { useId, useState } from 'react'
import type { ApiRefusal } from '../../shared/api/client.ts'
import type { WhyRefused } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { ask } from '../lib/session.tsx'
import { ActPanel, ChoiceField } from '../parts/act-panel.tsx'
import { classesOf, type PictureState } from '../run-picture/state.ts'
import { claimWords } from '../run-picture/words.ts'
import { pathOfRun } from './use-closures.ts'
import { stationsOf, WayFields, wholeWay } from './way-fields.tsx'

type Picture = PictureState['picture']

/** Says what stood in the way of a wish at a moment; it changes nothing. */
export function WhyAct({ picture }: { readonly picture: Picture }) {
  const t = useTexts()
  const classes = classesOf(picture)
  const [way, setWay] = useState(wholeWay(picture.stops))
  const [travelClass, setTravelClass] = useState(classes[0] ?? '')
  const [seatCount, setSeatCount] = useState('1')
  const [at, setAt] = useState('')
  const { isBusy, refusal, answer, look } = useLook(picture.train_run_id)
  const submit = () =>
    look({
      ...stationsOf(picture.stops, way),
      ...{ travel_class: travelClass, seat_count: seatCount },
      // What is entered is in the time zone of the reader.
      ...(at === '' ? {} : { at: new Date(at).toISOString() }),
    })
  return (
    <ActPanel
      title={t.why.title}
      lead={t.why.lead}
      submit={t.why.look}
      isBusy={isBusy}
      refusal={refusal}
      onSubmit={() => void submit()}
    >
      <WayFields stops={picture.stops} way={way} onChange={setWay} />
      <ChoiceField
        label={t.runActs.class}
        value={travelClass}
        options={classes}
        nameOf={(one) => one}
        onChange={setTravelClass}
      />
      <Entry label={t.why.seats} type="number" value={seatCount} onChange={setSeatCount} />
      <Entry label={t.why.at} type="datetime-local" value={at} onChange={setAt} />
      <div role="status">{answer && <Answer picture={picture} answer={answer} />}</div>
    </ActPanel>
  )
}

function useLook(runId: string) {
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const [answer, setAnswer] = useState<WhyRefused>()
  const look = async (query: Readonly<Record<string, string>>) => {
    setIsBusy(true)
    const reply = await ask<WhyRefused>({ path: `${pathOfRun(runId)}/why_refused`, query })
    setIsBusy(false)
    setRefusal(reply.ok ? undefined : reply.refusal)
    setAnswer(reply.ok ? reply.value : undefined)
  }
  return { isBusy, refusal, answer, look }
}

interface EntryProps {
  readonly label: string
  readonly type: 'number' | 'datetime-local'
  readonly value: string
  readonly onChange: (value: string) => void
}

function Entry({ label, type, value, onChange }: EntryProps) {
  const id = useId()
  const limits = type === 'number' ? { min: 1, max: 1_000, required: true } : {}
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input {...limits} {...{ id, type, value }} onChange={(event) => onChange(event.target.value)} />
    </div>
  )
}

function Answer({ picture, answer }: { readonly picture: Picture; readonly answer: WhyRefused }) {
  const t = useTexts()
  const { f } = useI18n()
  const { free_seat_numbers: free, in_the_way: taken } = answer
  return (
    <>
      <p>
        <strong>{t.why.answers[answer.answer]}</strong>
      </p>
      <p className="quiet">{f.moment(answer.at)}</p>
      {free.length === 0 ? (
        <p>{t.why.noneFree}</p>
      ) : (
        <details>
          <summary>{t.why.free(free.length)}</summary>
          <p>{f.list(free)}</p>
        </details>
      )}
      {taken.length > 0 && (
        <details>
          <summary>{t.why.taken(taken.length)}</summary>
          <ul>
            {taken.map(({ seat_number: seat, claims }) => (
              <li key={seat}>
                {`${seat}: ${claims.map((claim) => claimWords(t, picture, claim, null)).join('; ')}`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
