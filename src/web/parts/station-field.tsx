import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { listStations } from '../api/operations.ts'
import type { Station } from '../api-types.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { unwrap } from '../lib/refused.ts'

/** How many stations are offered at once. */
const mostOffered = 8

interface StationFieldProps {
  readonly label: string
  readonly value: Station | null
  readonly error?: string | undefined
  readonly onChange: (station: Station | null) => void
}

/** Type-ahead over the stations: the server folds accents and knows codes. */
export function StationField({ label, value, error, onChange }: StationFieldProps) {
  const { t } = useI18n()
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const [isOpen, setIsOpen] = useState(false)
  const [active, setActive] = useState(0)
  const inputRef = useRef<HTMLInputElement>(null)
  const stations = useStations(typed ?? '', isOpen)
  const offered = (isOpen && stations?.slice(0, mostOffered)) || []

  const take = (station: Station | undefined) => {
    if (!station) return
    onChange(station)
    setTyped(null)
    setIsOpen(false)
  }
  const close = () => {
    setIsOpen(false)
    if (typed === null) return
    // Leaving the field with the one right thing typed is as good as choosing it.
    const [only] = offered
    if (only && isMeant(only, typed, offered.length)) take(only)
    else if (typed.trim() === '') onChange(null)
    setTyped(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const move = moves[event.key]
    if (move !== undefined) {
      event.preventDefault()
      setIsOpen(true)
      if (isOpen) setActive((now) => (now + move + offered.length) % Math.max(1, offered.length))
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault()
      take(offered[active])
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault()
      setTyped(null)
      setIsOpen(false)
    }
  }

  return (
    <div className="field station-field">
      <label htmlFor={id}>{label}</label>
      <input
        ref={inputRef}
        id={id}
        type="text"
        role="combobox"
        autoComplete="off"
        autoCapitalize="words"
        spellCheck={false}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-describedby={error ? `${id}-error` : undefined}
        aria-invalid={error !== undefined}
        aria-activedescendant={isOpen && offered[active] ? `${id}-${active}` : undefined}
        placeholder={t.search.stationHint}
        value={typed ?? value?.name ?? ''}
        onChange={(event) => {
          setTyped(event.target.value)
          setActive(0)
          setIsOpen(true)
        }}
        onFocus={(event) => event.target.select()}
        onClick={() => setIsOpen(true)}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      {value && typed === null && (
        <span className="station-code" aria-hidden="true">
          {value.station_code}
        </span>
      )}
      <div
        id={`${id}-list`}
        className="options"
        role="listbox"
        aria-label={label}
        hidden={offered.length === 0}
      >
        {offered.map((station, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field (aria-activedescendant)
          <div
            key={station.station_code}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            // The field must not lose the focus before the click arrives.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(station)}
          >
            <span>{station.name}</span>
            <span className="station-code">{station.station_code}</span>
          </div>
        ))}
      </div>
      <p className="sr-only" role="status">
        {isOpen && stations ? t.search.stationsFound(offered.length) : ''}
      </p>
      {isOpen && stations?.length === 0 && <p className="options options-none">{t.search.noStation}</p>}
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  )
}

function isMeant(station: Station, typed: string, offeredCount: number): boolean {
  const text = typed.trim().toLowerCase()
  if (text === '') return false
  return offeredCount === 1 || [station.name, station.station_code].some((one) => one.toLowerCase() === text)
}

/** Stations for what was typed; while new ones are on their way, those before. */
function useStations(typed: string, isWanted: boolean): readonly Station[] | undefined {
  const { data } = useQuery({
    queryKey: ['stations', typed.trim()],
    queryFn: ({ signal }) => unwrap(listStations(typed.trim(), signal)),
    enabled: isWanted,
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  })
  return data?.stations
}

/** The station with this code, for an address that names it. */
export function useStation(code: string): Station | undefined {
  const { data } = useQuery({
    queryKey: ['station', code],
    queryFn: async () => {
      const { stations } = await unwrap(listStations(code))
      return stations.find((station) => station.station_code === code) ?? null
    },
    enabled: code !== '',
    staleTime: 300_000,
  })
  return data ?? undefined
}
