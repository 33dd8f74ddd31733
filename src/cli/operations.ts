import type { PictureFindings } from '../app/compare-pictures.ts'
import type { ImportReport, Timetable } from '../domain/timetable.ts'

/** A call of the HTTP API, made without a network. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface ApiAnswer {
  readonly status: number
  /** Parsed JSON; null where the answer has no body. */
  readonly body: unknown
}

/** The payment service that is in use. */
export interface PaymentService {
  readonly url: string
  /** Sets the keys of this database apart from those of others at the same service. */
  readonly account: string
}

/** How far an operation is. */
export type OnProgress = (done: number, total: number) => void

/** Service dates from which and to which runs are opened for sale, `YYYY-MM-DD`, both included. */
export interface DateRange {
  readonly fromDate: string
  readonly toDate: string
}

/**
 * What commands ask of a Holdfast: of the one that runs, through its admin socket, or of one that the command opens for itself.
 * Arguments and results are plain JSON. A fault is an exception.
 */
export interface Operations {
  /** True when a server does the work. */
  readonly isRemote: boolean
  api(call: ApiCall): Promise<ApiAnswer>
  importTimetable(timetable: Timetable, range: DateRange, onProgress: OnProgress): Promise<ImportReport>
  /** Compares what the engine has in memory with the database. */
  comparePictures(onProgress: OnProgress): Promise<PictureFindings>
  readonly payments: PaymentService
  close(): Promise<void>
}
