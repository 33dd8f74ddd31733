import { useId } from 'react'
import type { Station } from '../api-types.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { nameIn, otherName } from '../lib/names.ts'
import { foreign, Name } from './name.tsx'
import { useStationChoice } from './use-station-choice.ts'

interface StationFieldProps {
  readonly label: string
  readonly value: Station | null
  readonly error?: string | undefined
  readonly onChange: (station: Station | null) => void
}

/** Suggests stations while the passenger types. The server folds accents and knows codes. */
export function StationField({ label, value, error, onChange }: StationFieldProps) {
  const { t, language } = useI18n()
  const id = useId()
  const choice = useStationChoice(value, onChange)
  const { typed, isOpen, active, found, offered, isAsked, take, type, open, close, onKeyDown } = choice
  const shown = value ? nameIn(language, value) : undefined
  const problem = isAsked ? t.search.ambiguous : error

  return (
    <div className="field station-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        role="combobox"
        autoComplete="off"
        autoCapitalize="words"
        spellCheck={false}
        maxLength={60}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-describedby={problem ? `${id}-error` : undefined}
        aria-invalid={problem !== undefined}
        aria-activedescendant={isOpen && offered[active] ? `${id}-${active}` : undefined}
        placeholder={t.search.stationHint}
        lang={typed === null ? foreign(shown?.lang, language) : undefined}
        value={typed ?? shown?.text ?? ''}
        onChange={(event) => type(event.target.value)}
        onFocus={(event) => event.target.select()}
        onClick={open}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      {value && typed === null && (
        <span className="station-code" aria-hidden="true">
          {value.station_code}
        </span>
      )}
      <StationOptions
        id={id}
        label={label}
        typed={typed ?? ''}
        offered={offered}
        active={active}
        onTake={take}
      />
      <p className="sr-only" role="status">
        {isOpen && found ? t.search.stationsFound(offered.length) : ''}
        {isOpen && isAsked ? ` ${t.search.ambiguous}` : ''}
      </p>
      {isOpen && found?.length === 0 && <p className="options options-none">{t.search.noStation}</p>}
      {problem && (
        <p id={`${id}-error`} className="field-error">
          {problem}
        </p>
      )}
    </div>
  )
}

interface StationOptionsProps {
  readonly id: string
  readonly label: string
  readonly typed: string
  readonly offered: readonly Station[]
  readonly active: number
  readonly onTake: (station: Station) => void
}

function StationOptions({ id, label, typed, offered, active, onTake }: StationOptionsProps) {
  return (
    <div
      id={`${id}-list`}
      className="options"
      role="listbox"
      aria-label={label}
      hidden={offered.length === 0}
    >
      {offered.map((station, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps focus and keys
        // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant, the field keeps it
        <div
          key={station.station_code}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          // The field must not lose the focus before the click arrives.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(station)}
        >
          <OfferedStation station={station} typed={typed} />
        </div>
      ))}
    </div>
  )
}

/** A station as the list offers it, with what tells it from another one of its name. */
function OfferedStation({ station, typed }: { readonly station: Station; readonly typed: string }) {
  const { t, language } = useI18n()
  const other = otherName(language, station, typed)
  return (
    <>
      <span className="station-names">
        <Name of={station} />
        {other !== undefined && <bdi className="quiet">{other}</bdi>}
        {station.near && (
          <span className="quiet">
            {t.search.near} <Name of={station.near} />
          </span>
        )}
      </span>
      <span className="station-code">{station.station_code}</span>
    </>
  )
}
