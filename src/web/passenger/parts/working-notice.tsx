import { useI18n } from '../../shared/i18n/i18n.tsx'

/** Says what the device is doing, and that nobody has to do anything. */
export function WorkingNotice({ isWorking }: { readonly isWorking: boolean }) {
  const { t } = useI18n()
  return <div role="status">{isWorking && <p className="notice">{t.seatPage.working}</p>}</div>
}
