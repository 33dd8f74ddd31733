import { useI18n } from '../../shared/i18n/i18n.tsx'
import { className } from '../../shared/lib/class-name.ts'
import { type DayPart, dayParts, type RunFilter, type RunSort, sorts } from '../lib/runs.ts'

interface ResultFiltersProps {
  readonly filter: RunFilter
  readonly classes: readonly string[]
  readonly party: number
  readonly onChange: (filter: RunFilter) => void
}

export function ResultFilters({ filter, classes, party, onChange }: ResultFiltersProps) {
  const { t } = useI18n()
  return (
    <div className="filters">
      <label>
        <span>{t.results.sort}</span>
        <select
          value={filter.sort}
          onChange={(event) => onChange({ ...filter, sort: event.target.value as RunSort })}
        >
          {sorts.map((sort) => (
            <option key={sort} value={sort}>
              {t.results.sorts[sort]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t.results.filterClass}</span>
        <select
          value={filter.travelClass}
          onChange={(event) => onChange({ ...filter, travelClass: event.target.value })}
        >
          <option value="">{t.results.allClasses}</option>
          {classes.map((one) => (
            <option key={one} value={one}>
              {className(t.seatMap, one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t.results.time}</span>
        <select
          value={filter.dayPart}
          onChange={(event) => onChange({ ...filter, dayPart: event.target.value as DayPart })}
        >
          {dayParts.map((part) => (
            <option key={part} value={part}>
              {t.results.times[part]}
            </option>
          ))}
        </select>
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={filter.seatCount > 0}
          onChange={(event) => onChange({ ...filter, seatCount: event.target.checked ? party : 0 })}
        />
        <span>{t.results.onlyEnough(party)}</span>
      </label>
    </div>
  )
}
