import { useTexts } from '../i18n/texts.tsx'
import { ChoiceField } from '../parts/act-panel.tsx'
import type { PictureState } from '../run-picture/state.ts'

type Stops = PictureState['picture']['stops']

/** A part of the way of a run, by the positions of its stops. */
interface Way {
  readonly from: number
  readonly to: number
}

export const wholeWay = (stops: Stops): Way => ({ from: 0, to: stops.length - 1 })

/** A way as the API names it. */
export function stationsOf(stops: Stops, { from, to }: Way) {
  return {
    from_station_code: stops[from]?.station_code ?? '',
    to_station_code: stops[to]?.station_code ?? '',
  }
}

interface WayFieldsProps {
  readonly stops: Stops
  readonly way: Way
  readonly onChange: (way: Way) => void
}

/** From and to: a way that goes backward cannot be chosen. */
export function WayFields({ stops, way, onChange }: WayFieldsProps) {
  const t = useTexts()
  const positions = stops.map((_, at) => String(at))
  const nameOf = (at: string) => stops[Number(at)]?.name ?? ''
  return (
    <>
      <ChoiceField
        label={t.runActs.from}
        value={String(way.from)}
        options={positions.slice(0, -1)}
        nameOf={nameOf}
        onChange={(at) => onChange({ from: Number(at), to: Math.max(way.to, Number(at) + 1) })}
      />
      <ChoiceField
        label={t.runActs.to}
        value={String(way.to)}
        options={positions.slice(way.from + 1)}
        nameOf={nameOf}
        onChange={(at) => onChange({ ...way, to: Number(at) })}
      />
    </>
  )
}
