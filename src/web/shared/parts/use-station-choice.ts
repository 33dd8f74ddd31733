import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { searchForm } from '../../../domain/text.ts'
import { listStations } from '../api/operations.ts'
import type { Station } from '../api-types.ts'
import { unwrap } from '../lib/refused.ts'
import { type Ending, endOf, moved, noDraft, offerFor } from '../lib/station-choice.ts'

/**
 * The typed text, the stations offered for it, and how one of them is chosen. While those of the whole text
 * are on their way, the ones of its beginning are shown; Enter and leaving the field wait, or a fast typist
 * would get the first station of a list that was not meant.
 */
export function useStationChoice(value: Station | null, onChange: (station: Station | null) => void) {
  const [kept, setDraft] = useState(noDraft)
  // A station that comes from outside, such as by a swap, answers what was asked back.
  const draft = kept.isAsked && value ? noDraft : kept
  const { typed, isOpen, chosen, ending } = draft
  const { stations: found, isUpToDate } = useStations(typed ?? '', isOpen || ending !== null)
  const offer = offerFor(draft, found ?? [])

  const end = (how: Ending) => {
    const { draft: next, choice } = endOf(draft, offer, how)
    setDraft(next)
    if (choice !== undefined) onChange(choice)
  }
  const endOnceKnown = (how: Ending) => {
    if (isUpToDate || typed === null || chosen !== null) end(how)
    else setDraft({ ...draft, ending: how, isOpen: how === 'enter' })
  }
  useEffect(() => {
    if (ending && isUpToDate) end(ending)
  })
  const take = (station: Station) => {
    setDraft(noDraft)
    onChange(station)
  }
  const open = () => setDraft({ ...draft, isOpen: true })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null
    const ends = isOpen && (event.key === 'Enter' || event.key === 'Escape')
    if (step === null && !ends) return
    event.preventDefault()
    if (step === null) event.key === 'Enter' ? endOnceKnown('enter') : setDraft(noDraft)
    else if (isOpen) setDraft(moved(draft, offer, step))
    else open()
  }
  return {
    ...draft,
    found,
    offered: isOpen ? offer.stations : [],
    active: offer.active,
    take,
    type: (text: string) => setDraft({ ...noDraft, typed: text, isOpen: true }),
    open,
    close: () => endOnceKnown('leave'),
    onKeyDown,
  }
}

/** Stations for the typed text; the previous ones until the new ones arrive. */
function useStations(typed: string, isWanted: boolean) {
  // The form in which the server searches, so that a pasted tab does not make the text invalid.
  const wanted = searchForm(typed)
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['stations', wanted],
    queryFn: ({ signal }) => unwrap(listStations(wanted, signal)),
    enabled: isWanted,
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  })
  return { stations: data?.stations, isUpToDate: data !== undefined && !isPlaceholderData }
}

/** The station with this code, for an address that contains it. */
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
