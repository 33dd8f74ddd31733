import { useI18n } from '../../shared/i18n/i18n.tsx'

interface ViewSwitchProps {
  readonly isList: boolean
  readonly onChange: (isList: boolean) => void
}

/** The train as a drawing, or as a list of the same seats. */
export function ViewSwitch({ isList, onChange }: ViewSwitchProps) {
  const { t } = useI18n()
  return (
    <div className="view-switch segments" role="radiogroup" aria-label={t.seatPage.view}>
      {[false, true].map((list) => (
        <label key={String(list)}>
          <input type="radio" name="view" checked={isList === list} onChange={() => onChange(list)} />
          <span>{list ? t.seatPage.list : t.seatPage.map}</span>
        </label>
      ))}
    </div>
  )
}
