import type { KeyCall, KeyCallRefusal, KeysReply } from '../app/people/manage-keys.ts'
import type { ListedStaff, StaffCall, StaffCallRefusal } from '../app/people/manage-staff.ts'
import type { PictureFindings } from '../app/upkeep/compare-pictures.ts'
import type { PersonalBooking, PrivacyCall, PrivacyRefusal } from '../app/upkeep/personal-requests.ts'
import type { ImportReply, ImportTerms } from '../domain/railway/import-differences.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import type { Reply } from '../domain/result.ts'
import type { Setback } from '../domain/setbacks.ts'

/** A call of the HTTP API, made without a network. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** True for an act of the railway, which who sits at the machine may do without a session or a key. */
  readonly asRailway?: boolean
}

export interface ApiAnswer {
  readonly status: number
  /** Parsed JSON, or another text as it is, or a PDF in base64; null if the answer has no body. */
  readonly body: unknown
}

/** The payment service in use. */
export interface PaymentService {
  readonly url: string
  /** Separates the keys of this database from those of others at the same service. */
  readonly account: string
}

/** Reports the progress of an operation. */
export type OnProgress = (done: number, total: number) => void

/** The first and last service date for which runs are opened for sale, `YYYY-MM-DD`. */
export interface DateRange {
  readonly fromDate: string
  readonly toDate: string
}

/**
 * What commands ask of Holdfast: of the running server, through its admin socket, or of a product that the
 * command opens itself. Arguments and results are plain JSON. A fault is an exception.
 */
export interface Operations {
  /** True when a server does the work. */
  readonly isRemote: boolean
  api(call: ApiCall): Promise<ApiAnswer>
  importTimetable(timetable: Timetable, terms: ImportTerms, onProgress: OnProgress): Promise<ImportReply>
  /** Compares what the engine has in memory with the database. */
  comparePictures(onProgress: OnProgress): Promise<PictureFindings>
  /** Work that failed repeatedly on the server and waits for its next try. */
  listSetbacks(): Promise<readonly Setback[]>
  /** Manages staff, for who sits at the machine. */
  staff(call: StaffCall): Promise<Reply<readonly ListedStaff[], StaffCallRefusal>>
  /** Manages API keys, for who sits at the machine. */
  keys(call: KeyCall): Promise<Reply<KeysReply, KeyCallRefusal>>
  /** Shows or erases the personal data of bookings, for who sits at the machine. */
  privacy(call: PrivacyCall): Promise<Reply<readonly PersonalBooking[], PrivacyRefusal>>
  readonly payments: PaymentService
  close(): Promise<void>
}
