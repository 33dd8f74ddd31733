import { actsDe } from './acts/de.ts'
import { auditDe } from './audit/de.ts'
import { bookingsDe } from './bookings/de.ts'
import { deskDe } from './desk/de.ts'
import type { ConsoleTexts } from './en.ts'
import { frameDe } from './frame/de.ts'
import { pastDe } from './past/de.ts'
import { peopleDe } from './people/de.ts'
import { reportsDe } from './reports/de.ts'
import { runDe } from './run/de.ts'
import { runActsDe } from './run-acts/de.ts'
import { todayDe } from './today/de.ts'
import { whyDe } from './why/de.ts'

export const consoleDe: ConsoleTexts = {
  ...frameDe,
  ...todayDe,
  ...runDe,
  ...runActsDe,
  ...deskDe,
  ...pastDe,
  ...actsDe,
  ...bookingsDe,
  ...reportsDe,
  ...whyDe,
  ...auditDe,
  ...peopleDe,
}
