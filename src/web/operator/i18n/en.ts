import { actsEn } from './acts/en.ts'
import { auditEn } from './audit/en.ts'
import { bookingsEn } from './bookings/en.ts'
import { deskEn } from './desk/en.ts'
import { frameEn } from './frame/en.ts'
import { pastEn } from './past/en.ts'
import { peopleEn } from './people/en.ts'
import { reportsEn } from './reports/en.ts'
import { runEn } from './run/en.ts'
import { runActsEn } from './run-acts/en.ts'
import { todayEn } from './today/en.ts'
import { whyEn } from './why/en.ts'

/** Every text that only the console has. German has the same members; forgetting one does not compile. */
export const consoleEn = {
  ...frameEn,
  ...todayEn,
  ...runEn,
  ...runActsEn,
  ...deskEn,
  ...pastEn,
  ...actsEn,
  ...bookingsEn,
  ...reportsEn,
  ...whyEn,
  ...auditEn,
  ...peopleEn,
}

export type ConsoleTexts = typeof consoleEn
